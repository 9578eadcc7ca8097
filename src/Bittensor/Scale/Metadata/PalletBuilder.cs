namespace Bittensor.Scale.Metadata;

/// <summary>Collects a pallet of a runtime that is described in code; see <see cref="MetadataBuilder"/>.</summary>
public sealed class PalletBuilder
{
    private readonly TypeBuilder _types;
    private readonly string _crate;
    private readonly List<TypeVariant> _calls = [];
    private readonly List<TypeVariant> _events = [];
    private readonly List<TypeVariant> _errors = [];
    private readonly List<(StorageEntryMetadata Entry, object? Default)> _storage = [];
    private readonly List<(string Name, int Type, object? Value, string[] Docs)> _constants = [];

    internal PalletBuilder(TypeBuilder types, string name, byte index, string crate)
    {
        _types = types;
        _crate = crate;
        Name = name;
        Index = index;
    }

    /// <summary>The pallet's name.</summary>
    public string Name { get; }

    /// <summary>The pallet's index.</summary>
    public byte Index { get; }

    /// <summary>Adds a call.</summary>
    public PalletBuilder Call(string name, byte index, params IReadOnlyList<(string Name, int Type)> arguments)
    {
        _calls.Add(TypeBuilder.Variant(name, index, arguments));
        return this;
    }

    /// <summary>Adds an event with named fields.</summary>
    public PalletBuilder Event(string name, byte index, params IReadOnlyList<(string Name, int Type)> fields)
    {
        _events.Add(TypeBuilder.Variant(name, index, fields));
        return this;
    }

    /// <summary>Adds an event with unnamed fields.</summary>
    public PalletBuilder TupleEvent(string name, byte index, params IReadOnlyList<int> fields)
    {
        _events.Add(TypeBuilder.TupleVariant(name, index, fields));
        return this;
    }

    /// <summary>Adds an error.</summary>
    public PalletBuilder Error(string name, byte index, params IReadOnlyList<string> docs)
    {
        _errors.Add(new TypeVariant(name, index, [], docs));
        return this;
    }

    /// <summary>Adds a plain storage value. Without a default it is optional.</summary>
    public PalletBuilder Value(string name, int type, object? defaultValue = null)
    {
        Add(new StorageEntryMetadata { Name = name, ValueType = type }, defaultValue);
        return this;
    }

    /// <summary>Adds a storage map. Without a default its values are optional.</summary>
    public PalletBuilder Map(string name, IReadOnlyList<(StorageHasher Hasher, int Type)> keys, int type, object? defaultValue = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Add(
            new StorageEntryMetadata
            {
                Name = name,
                Hashers = [.. keys.Select(k => k.Hasher)],
                KeyType = keys.Count == 1 ? keys[0].Type : _types.Tuple([.. keys.Select(k => k.Type)]),
                ValueType = type,
            },
            defaultValue);
        return this;
    }

    /// <summary>Adds a constant.</summary>
    public PalletBuilder Constant(string name, int type, object value, params string[] docs)
    {
        _constants.Add((name, type, value, docs));
        return this;
    }

    internal int? CallType => Enum("Call", _calls);

    internal int? EventType => Enum("Event", _events);

    internal int? ErrorType => Enum("Error", _errors);

    /// <summary>Encodes defaults and constants now that all types are known.</summary>
    internal PalletMetadata Build(TypeRegistry registry) => new()
    {
        Name = Name,
        Index = Index,
        StoragePrefix = _storage.Count > 0 ? Name : null,
        Storage = [.. _storage.Select(s => s.Entry with { Default = EncodeDefault(registry, s.Entry, s.Default) })],
        CallType = CallType,
        EventType = EventType,
        ErrorType = ErrorType,
        Constants = [.. _constants.Select(c => new ConstantMetadata(c.Name, c.Type, Encode(registry, c.Type, c.Value, c.Name), c.Docs))],
    };

    private void Add(StorageEntryMetadata entry, object? defaultValue) =>
        _storage.Add((entry with { Modifier = defaultValue is null ? StorageModifier.Optional : StorageModifier.Default }, defaultValue));

    private int? Enum(string name, List<TypeVariant> variants) =>
        variants.Count == 0 ? null : _types.Enum($"{_crate}::pallet::{name}", variants);

    /// <summary>For optional entries the metadata has the encoding of "None".</summary>
    private byte[] EncodeDefault(TypeRegistry registry, StorageEntryMetadata entry, object? value) =>
        entry.Modifier == StorageModifier.Optional ? new byte[1] : Encode(registry, entry.ValueType, value, entry.Name);

    private byte[] Encode(TypeRegistry registry, int type, object? value, string name)
    {
        using var writer = new ScaleWriter();
        registry.Encode(writer, type, value, $"{Name}.{name}");
        return writer.ToArray();
    }
}
