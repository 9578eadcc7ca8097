namespace Bittensor.Scale.Metadata;

/// <summary>Refuses metadata that refers to types which are not there.</summary>
internal static class ContentChecks
{
    public static void Check(MetadataContent content, TypeRegistry types)
    {
        foreach (PalletMetadata pallet in content.Pallets)
        {
            Check(pallet.CallType, pallet.Name);
            Check(pallet.EventType, pallet.Name);
            Check(pallet.ErrorType, pallet.Name);
            foreach (StorageEntryMetadata entry in pallet.Storage)
            {
                Check(entry.KeyType, entry.Name);
                Check(entry.ValueType, entry.Name);
                if (entry.KeyType is null != (entry.Hashers.Count == 0))
                    throw new FormatException($"The storage entry {pallet.Name}.{entry.Name} is neither a plain value nor a map.");
            }

            foreach (ConstantMetadata constant in pallet.Constants)
                Check(constant.Type, constant.Name);
        }

        ExtrinsicMetadata extrinsic = content.Extrinsic;
        Check(extrinsic.ExtrinsicType, "the extrinsic");
        Check(extrinsic.AddressType, "the extrinsic's address");
        Check(extrinsic.CallType, "the extrinsic's call");
        Check(extrinsic.SignatureType, "the extrinsic's signature");
        Check(extrinsic.ExtraType, "the extrinsic's extensions");
        foreach (ExtensionMetadata extension in extrinsic.Extensions)
        {
            Check(extension.ExtraType, extension.Identifier);
            Check(extension.AdditionalType, extension.Identifier);
        }

        Check(content.RuntimeType, "the runtime");
        Check(content.OuterTypes?.Call, "RuntimeCall");
        Check(content.OuterTypes?.Event, "RuntimeEvent");
        Check(content.OuterTypes?.Error, "RuntimeError");
        foreach (CustomMetadata custom in content.Custom)
            Check(custom.Type, custom.Name);
        foreach (RuntimeApiMethodMetadata method in content.Apis.SelectMany(api => api.Methods))
        {
            Check(method.Output, method.Name);
            foreach (RuntimeApiParameter input in method.Inputs)
                Check(input.Type, method.Name);
        }

        void Check(int? type, string owner)
        {
            if (type is { } id && (uint)id >= (uint)types.Count)
                throw new FormatException($"{owner} refers to type {id}, and there are {types.Count}.");
        }
    }
}
