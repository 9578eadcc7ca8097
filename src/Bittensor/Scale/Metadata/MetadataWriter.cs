namespace Bittensor.Scale.Metadata;

/// <summary>
/// Writes metadata. Versions 14 and 15 give the same bytes for what was read from such a file; version 16 is written without what is not
/// kept of it (associated types, view functions, deprecation notes).
/// </summary>
internal static class MetadataWriter
{
    public static byte[] Write(MetadataContent content, int version)
    {
        if (version is < 14 or > 16)
            throw new ArgumentOutOfRangeException(nameof(version), version, "Metadata is written as version 14, 15 or 16.");
        using var writer = new ScaleWriter(64 << 10);
        writer.WriteBytes("meta"u8);
        writer.WriteByte((byte)version);
        TypeWriter.Write(writer, content.Types);
        WriteAll(writer, content.Pallets, (w, pallet) => WritePallet(w, pallet, version));
        WriteExtrinsic(writer, content.Extrinsic, version);
        if (version < 16)
            WriteType(writer, content.RuntimeType ?? throw Missing("the type of the runtime itself", version));
        if (version >= 15)
        {
            WriteAll(writer, content.Apis, (w, api) => WriteApi(w, api, version));
            OuterTypes outer = content.OuterTypes ?? throw Missing("the enums over all pallets", version);
            WriteType(writer, outer.Call);
            WriteType(writer, outer.Event);
            WriteType(writer, outer.Error);
            WriteAll(writer, content.Custom, static (w, custom) =>
            {
                w.WriteString(custom.Name);
                WriteType(w, custom.Type);
                w.WriteByteVector(custom.Value.Span);
            });
        }

        return writer.ToArray();
    }

    internal static void WriteAll<T>(ScaleWriter writer, IReadOnlyList<T> items, Action<ScaleWriter, T> write)
    {
        writer.WriteLength(items.Count);
        foreach (T item in items)
            write(writer, item);
    }

    internal static void WriteStrings(ScaleWriter writer, IReadOnlyList<string> strings) =>
        WriteAll(writer, strings, static (w, s) => w.WriteString(s));

    internal static void WriteType(ScaleWriter writer, int type) => writer.WriteCompact((ulong)type);

    internal static void WriteOptionalType(ScaleWriter writer, int? type)
    {
        writer.WriteOption(type is not null);
        if (type is { } id)
            WriteType(writer, id);
    }

    private static void WritePallet(ScaleWriter writer, PalletMetadata pallet, int version)
    {
        writer.WriteString(pallet.Name);
        writer.WriteOption(pallet.StoragePrefix is not null);
        if (pallet.StoragePrefix is { } prefix)
        {
            writer.WriteString(prefix);
            WriteAll(writer, pallet.Storage, (w, entry) => WriteStorageEntry(w, entry, version));
        }

        WritePalletEnum(writer, pallet.CallType, version);
        WritePalletEnum(writer, pallet.EventType, version);
        WriteAll(writer, pallet.Constants, (w, constant) =>
        {
            w.WriteString(constant.Name);
            WriteType(w, constant.Type);
            w.WriteByteVector(constant.Value.Span);
            WriteStrings(w, constant.Docs);
            WriteNotDeprecated(w, version);
        });
        WritePalletEnum(writer, pallet.ErrorType, version);
        if (version >= 16)
        {
            writer.WriteLength(0); // associated types
            writer.WriteLength(0); // view functions
        }

        writer.WriteByte(pallet.Index);
        if (version >= 15)
            WriteStrings(writer, pallet.Docs);
        WriteNotDeprecated(writer, version);
    }

    private static void WritePalletEnum(ScaleWriter writer, int? type, int version)
    {
        WriteOptionalType(writer, type);
        if (type is not null && version >= 16)
            writer.WriteLength(0); // deprecated variants
    }

    private static void WriteNotDeprecated(ScaleWriter writer, int version)
    {
        if (version >= 16)
            writer.WriteByte(0);
    }

    private static void WriteStorageEntry(ScaleWriter writer, StorageEntryMetadata entry, int version)
    {
        writer.WriteString(entry.Name);
        writer.WriteByte((byte)entry.Modifier);
        writer.WriteBool(entry.KeyType is not null);
        if (entry.KeyType is { } key)
        {
            WriteAll(writer, entry.Hashers, static (w, hasher) => w.WriteByte((byte)hasher));
            WriteType(writer, key);
        }

        WriteType(writer, entry.ValueType);
        writer.WriteByteVector(entry.Default.Span);
        WriteStrings(writer, entry.Docs);
        WriteNotDeprecated(writer, version);
    }

    private static void WriteExtrinsic(ScaleWriter writer, ExtrinsicMetadata extrinsic, int version)
    {
        byte extrinsicVersion = extrinsic.Versions.Contains((byte)4) ? (byte)4 : extrinsic.Versions[0];
        if (version == 14)
        {
            WriteType(writer, extrinsic.ExtrinsicType ?? throw Missing("the type of the extrinsic", version));
            writer.WriteByte(extrinsicVersion);
        }
        else
        {
            if (version == 15)
                writer.WriteByte(extrinsicVersion);
            else
                writer.WriteByteVector([.. extrinsic.Versions]);
            WriteType(writer, extrinsic.AddressType);
            WriteType(writer, extrinsic.CallType);
            WriteType(writer, extrinsic.SignatureType);
            if (version == 15)
                WriteType(writer, extrinsic.ExtraType ?? throw Missing("the type of the extensions together", version));
            else
                WriteExtensionVersion(writer, extrinsic.Extensions.Count);
        }

        WriteAll(writer, extrinsic.Extensions, static (w, extension) =>
        {
            w.WriteString(extension.Identifier);
            WriteType(w, extension.ExtraType);
            WriteType(w, extension.AdditionalType);
        });
    }

    /// <summary>Extension version 0 takes all the extensions, in their order.</summary>
    private static void WriteExtensionVersion(ScaleWriter writer, int extensions)
    {
        writer.WriteLength(1);
        writer.WriteByte(0);
        writer.WriteLength(extensions);
        for (int i = 0; i < extensions; i++)
            writer.WriteCompact((ulong)i);
    }

    private static void WriteApi(ScaleWriter writer, RuntimeApiMetadata api, int version)
    {
        writer.WriteString(api.Name);
        WriteAll(writer, api.Methods, (w, method) =>
        {
            w.WriteString(method.Name);
            WriteAll(w, method.Inputs, static (v, input) =>
            {
                v.WriteString(input.Name);
                WriteType(v, input.Type);
            });
            WriteType(w, method.Output);
            WriteStrings(w, method.Docs);
            WriteNotDeprecated(w, version);
        });
        WriteStrings(writer, api.Docs);
        if (version >= 16)
            writer.WriteCompact(api.Version ?? 1);
        WriteNotDeprecated(writer, version);
    }

    private static InvalidOperationException Missing(string what, int version) =>
        new($"Metadata of version {version} states {what}, which this content lacks.");
}
