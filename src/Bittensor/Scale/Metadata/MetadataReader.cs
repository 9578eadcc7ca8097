namespace Bittensor.Scale.Metadata;

/// <summary>
/// Reads metadata of versions 14, 15 and 16 (the layouts of the crate frame-metadata). What no part of this library asks for (associated
/// types, view functions, deprecation notes) is checked and passed over.
/// </summary>
internal static class MetadataReader
{
    /// <summary>The first four bytes: "meta".</summary>
    private static ReadOnlySpan<byte> Magic => "meta"u8;

    public static MetadataContent Read(ReadOnlySpan<byte> metadata, out int version)
    {
        var reader = new ScaleReader(metadata);
        if (!reader.ReadBytes(Magic.Length).SequenceEqual(Magic))
            throw new ScaleException("metadata begins with the four letters \"meta\"", 0);
        version = reader.ReadByte();
        if (version is < 14 or > 16)
            throw reader.Fail($"metadata of version {version} is not supported (14, 15 and 16 are)", 1);
        TypeDefinition[] types = TypeReader.Read(ref reader);
        int modelVersion = version;
        PalletMetadata[] pallets = ReadVector(ref reader, 6, (ref ScaleReader r) => ReadPallet(ref r, modelVersion));
        ExtrinsicMetadata extrinsic = version switch
        {
            14 => ReadExtrinsic14(ref reader, types),
            15 => ReadExtrinsic15(ref reader, types),
            _ => ReadExtrinsic16(ref reader, types),
        };
        int? runtime = version < 16 ? ReadType(ref reader) : null;
        RuntimeApiMetadata[] apis = version < 15 ? [] : ReadVector(ref reader, 3, (ref ScaleReader r) => ReadApi(ref r, modelVersion));
        OuterTypes? outer = version < 15 ? null : new OuterTypes(ReadType(ref reader), ReadType(ref reader), ReadType(ref reader));
        CustomMetadata[] custom = version < 15
            ? []
            : ReadVector(ref reader, 3, static (ref ScaleReader r) =>
                new CustomMetadata(r.ReadString(), ReadType(ref r), r.ReadByteVector().ToArray()));
        reader.ExpectEnd();
        return new MetadataContent
        {
            Types = types,
            Pallets = pallets,
            Extrinsic = extrinsic,
            RuntimeType = runtime,
            Apis = apis,
            OuterTypes = outer,
            Custom = custom,
        };
    }

    internal delegate T Item<out T>(ref ScaleReader reader);

    /// <summary>A vector whose elements have at least so many bytes, so that a hostile length costs nothing.</summary>
    internal static T[] ReadVector<T>(ref ScaleReader reader, int minimumBytes, Item<T> item)
    {
        int length = reader.ReadLength(minimumBytes);
        if (length == 0)
            return [];
        var items = new T[length];
        for (int i = 0; i < items.Length; i++)
            items[i] = item(ref reader);
        return items;
    }

    internal static string[] ReadStrings(ref ScaleReader reader) => ReadVector(ref reader, 1, static (ref ScaleReader r) => r.ReadString());

    internal static int ReadType(ref ScaleReader reader)
    {
        uint id = reader.ReadCompactUInt32();
        return id <= int.MaxValue ? (int)id : throw reader.Fail($"{id} is no type id");
    }

    internal static int? ReadOptionalType(ref ScaleReader reader) => reader.ReadOption() ? ReadType(ref reader) : null;

    private static PalletMetadata ReadPallet(ref ScaleReader reader, int version)
    {
        string name = reader.ReadString();
        string? prefix = null;
        StorageEntryMetadata[] storage = [];
        if (reader.ReadOption())
        {
            prefix = reader.ReadString();
            storage = ReadVector(ref reader, 6, (ref ScaleReader r) => ReadStorageEntry(ref r, version));
        }

        int? calls = ReadPalletEnum(ref reader, version);
        int? events = ReadPalletEnum(ref reader, version);
        ConstantMetadata[] constants = ReadVector(ref reader, 4, (ref ScaleReader r) => ReadConstant(ref r, version));
        int? errors = ReadPalletEnum(ref reader, version);
        if (version >= 16)
        {
            ReadVector(ref reader, 3, static (ref ScaleReader r) => SkipAssociatedType(ref r));
            ReadVector(ref reader, 37, static (ref ScaleReader r) => SkipViewFunction(ref r));
        }

        byte index = reader.ReadByte();
        string[] docs = version >= 15 ? ReadStrings(ref reader) : [];
        SkipDeprecation(ref reader, version);
        return new PalletMetadata
        {
            Name = name,
            Index = index,
            StoragePrefix = prefix,
            Storage = storage,
            CallType = calls,
            EventType = events,
            ErrorType = errors,
            Constants = constants,
            Docs = docs,
        };
    }

    private static int? ReadPalletEnum(ref ScaleReader reader, int version)
    {
        if (!reader.ReadOption())
            return null;
        int type = ReadType(ref reader);
        if (version >= 16)
            ReadVector(ref reader, 2, static (ref ScaleReader r) => SkipVariantDeprecation(ref r));
        return type;
    }

    private static StorageEntryMetadata ReadStorageEntry(ref ScaleReader reader, int version)
    {
        string name = reader.ReadString();
        byte modifier = reader.ReadByte();
        if (modifier > (byte)StorageModifier.Default)
            throw reader.Fail($"a storage modifier is 0 or 1, not {modifier}", 1);
        StorageHasher[] hashers = [];
        int? key = null;
        byte kind = reader.ReadByte();
        if (kind > 1)
            throw reader.Fail($"a storage entry is plain (0) or a map (1), not {kind}", 1);
        if (kind == 1)
        {
            hashers = ReadVector(ref reader, 1, static (ref ScaleReader r) => ReadHasher(ref r));
            if (hashers.Length == 0)
                throw reader.Fail($"the storage map {name} has no hasher");
            key = ReadType(ref reader);
        }

        var entry = new StorageEntryMetadata
        {
            Name = name,
            Modifier = (StorageModifier)modifier,
            Hashers = hashers,
            KeyType = key,
            ValueType = ReadType(ref reader),
            Default = reader.ReadByteVector().ToArray(),
            Docs = ReadStrings(ref reader),
        };
        SkipDeprecation(ref reader, version);
        return entry;
    }

    private static StorageHasher ReadHasher(ref ScaleReader reader)
    {
        byte hasher = reader.ReadByte();
        return hasher <= (byte)StorageHasher.Identity ? (StorageHasher)hasher : throw reader.Fail($"{hasher} is no storage hasher", 1);
    }

    private static ConstantMetadata ReadConstant(ref ScaleReader reader, int version)
    {
        var constant = new ConstantMetadata(
            reader.ReadString(),
            ReadType(ref reader),
            reader.ReadByteVector().ToArray(),
            ReadStrings(ref reader));
        SkipDeprecation(ref reader, version);
        return constant;
    }

    private static ExtrinsicMetadata ReadExtrinsic14(ref ScaleReader reader, TypeDefinition[] types)
    {
        int type = ReadType(ref reader);
        if (type >= types.Length)
            throw reader.Fail($"the extrinsic's type {type} is not in the registry");
        TypeDefinition definition = types[type];
        int address = Parameter(ref reader, definition, "Address");
        int call = Parameter(ref reader, definition, "Call");
        int signature = Parameter(ref reader, definition, "Signature");
        // Older runtimes call the extensions "Extra", newer ones "Extension".
        int? extra = definition.Parameter("Extra") ?? definition.Parameter("Extension");
        return new ExtrinsicMetadata
        {
            ExtrinsicType = type,
            Versions = [reader.ReadByte()],
            AddressType = address,
            CallType = call,
            SignatureType = signature,
            ExtraType = extra,
            Extensions = ReadExtensions(ref reader),
        };

        static int Parameter(ref ScaleReader reader, TypeDefinition extrinsic, string name) =>
            extrinsic.Parameter(name) ?? throw reader.Fail($"the extrinsic's type {extrinsic.Id} does not say its {name}");
    }

    private static ExtrinsicMetadata ReadExtrinsic15(ref ScaleReader reader, TypeDefinition[] types) => new()
    {
        Versions = [reader.ReadByte()],
        AddressType = ReadType(ref reader),
        CallType = ReadType(ref reader),
        SignatureType = ReadType(ref reader),
        ExtraType = ReadType(ref reader),
        Extensions = ReadExtensions(ref reader),
        ExtrinsicType = FindExtrinsicType(types),
    };

    private static ExtrinsicMetadata ReadExtrinsic16(ref ScaleReader reader, TypeDefinition[] types)
    {
        byte[] versions = reader.ReadByteVector().ToArray();
        int address = ReadType(ref reader);
        int call = ReadType(ref reader);
        int signature = ReadType(ref reader);
        (byte Version, uint[] Indices)[] byVersion = ReadVector(ref reader, 2, static (ref ScaleReader r) =>
            (r.ReadByte(), ReadVector(ref r, 1, static (ref ScaleReader i) => i.ReadCompactUInt32())));
        ExtensionMetadata[] all = ReadExtensions(ref reader);
        // Extrinsics of version 4 always carry extension version 0; without a list for it, all extensions in their order.
        uint[] indices = byVersion.FirstOrDefault(entry => entry.Version == 0).Indices
            ?? [.. Enumerable.Range(0, all.Length).Select(i => (uint)i)];
        foreach (uint bad in indices.Where(index => index >= all.Length))
            throw reader.Fail($"extension {bad} is not among the {all.Length} there are");
        return new ExtrinsicMetadata
        {
            Versions = versions,
            AddressType = address,
            CallType = call,
            SignatureType = signature,
            Extensions = [.. indices.Select(index => all[index])],
            ExtrinsicType = FindExtrinsicType(types),
        };
    }

    private static int? FindExtrinsicType(TypeDefinition[] types) => Array.Find(types, type => type.Name == "UncheckedExtrinsic")?.Id;

    private static ExtensionMetadata[] ReadExtensions(ref ScaleReader reader) =>
        ReadVector(ref reader, 3, static (ref ScaleReader r) => new ExtensionMetadata(r.ReadString(), ReadType(ref r), ReadType(ref r)));

    private static RuntimeApiMetadata ReadApi(ref ScaleReader reader, int version)
    {
        string name = reader.ReadString();
        RuntimeApiMethodMetadata[] methods = ReadVector(ref reader, 4, (ref ScaleReader r) => ReadMethod(ref r, version));
        string[] docs = ReadStrings(ref reader);
        uint? apiVersion = version >= 16 ? reader.ReadCompactUInt32() : null;
        SkipDeprecation(ref reader, version);
        return new RuntimeApiMetadata(name, methods, docs) { Version = apiVersion };
    }

    private static RuntimeApiMethodMetadata ReadMethod(ref ScaleReader reader, int version)
    {
        var method = new RuntimeApiMethodMetadata(
            reader.ReadString(),
            ReadParameters(ref reader),
            ReadType(ref reader),
            ReadStrings(ref reader));
        SkipDeprecation(ref reader, version);
        return method;
    }

    private static RuntimeApiParameter[] ReadParameters(ref ScaleReader reader) =>
        ReadVector(ref reader, 2, static (ref ScaleReader r) => new RuntimeApiParameter(r.ReadString(), ReadType(ref r)));

    private static int SkipAssociatedType(ref ScaleReader reader)
    {
        reader.ReadString();
        int type = ReadType(ref reader);
        ReadStrings(ref reader);
        return type;
    }

    private static int SkipViewFunction(ref ScaleReader reader)
    {
        reader.ReadBytes(32);
        reader.ReadString();
        ReadParameters(ref reader);
        int output = ReadType(ref reader);
        ReadStrings(ref reader);
        SkipDeprecation(ref reader, version: 16);
        return output;
    }

    private static byte SkipVariantDeprecation(ref ScaleReader reader)
    {
        byte variant = reader.ReadByte();
        SkipDeprecation(ref reader, version: 16);
        return variant;
    }

    /// <summary>Not deprecated (0), deprecated without a note (1), or with a note and perhaps a version (2).</summary>
    private static void SkipDeprecation(ref ScaleReader reader, int version)
    {
        if (version < 16)
            return;
        byte kind = reader.ReadByte();
        if (kind > 2)
            throw reader.Fail($"a deprecation is 0, 1 or 2, not {kind}", 1);
        if (kind < 2)
            return;
        reader.ReadString();
        if (reader.ReadOption())
            reader.ReadString();
    }
}
