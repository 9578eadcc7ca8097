using System.Diagnostics.CodeAnalysis;

namespace Bittensor.Scale.Metadata;

/// <summary>A pallet of a runtime with its entries by name. Immutable and thread-safe.</summary>
public sealed class Pallet
{
    private readonly TypeRegistry _types;
    private readonly Dictionary<string, StorageEntry> _storage = new(StringComparer.Ordinal);

    internal Pallet(PalletMetadata description, TypeRegistry types)
    {
        Description = description;
        _types = types;
        string prefix = description.StoragePrefix ?? description.Name;
        foreach (StorageEntryMetadata entry in description.Storage)
            if (!_storage.TryAdd(entry.Name, new StorageEntry(description.Name, prefix, entry, types)))
                throw new FormatException($"The pallet {description.Name} has two storage entries named {entry.Name}.");
        Calls = Variants(description.CallType);
        Events = Variants(description.EventType);
        Errors = Variants(description.ErrorType);
    }

    /// <summary>The pallet as the metadata describes it.</summary>
    public PalletMetadata Description { get; }

    /// <summary>Its name.</summary>
    public string Name => Description.Name;

    /// <summary>Its first byte in calls, events and errors.</summary>
    public byte Index => Description.Index;

    /// <summary>Its calls.</summary>
    public IReadOnlyList<TypeVariant> Calls { get; }

    /// <summary>Its events.</summary>
    public IReadOnlyList<TypeVariant> Events { get; }

    /// <summary>Its errors.</summary>
    public IReadOnlyList<TypeVariant> Errors { get; }

    /// <summary>Its storage entries.</summary>
    public IReadOnlyCollection<StorageEntry> StorageEntries => _storage.Values;

    /// <summary>A storage entry by name.</summary>
    /// <exception cref="MetadataNameException">The pallet has no such entry.</exception>
    public StorageEntry Storage(string entry) =>
        _storage.GetValueOrDefault(entry) ?? throw new MetadataNameException($"storage entry of {Name}", entry, _storage.Keys);

    /// <summary>A storage entry by name; false if there is none.</summary>
    public bool TryGetStorage(string entry, [NotNullWhen(true)] out StorageEntry? found) => _storage.TryGetValue(entry, out found);

    /// <summary>A call by name.</summary>
    /// <exception cref="MetadataNameException">The pallet has no such call.</exception>
    public CallDescription Call(string call) => TryGetCall(call, out CallDescription? found)
        ? found
        : throw new MetadataNameException($"call of {Name}", call, Calls.Select(c => c.Name));

    /// <summary>A call by name; false if there is none.</summary>
    public bool TryGetCall(string call, [NotNullWhen(true)] out CallDescription? found)
    {
        TypeVariant? variant = Calls.FirstOrDefault(c => c.Name == call);
        found = variant is null ? null : new CallDescription(this, variant, _types);
        return found is not null;
    }

    /// <summary>The value of a constant.</summary>
    /// <exception cref="MetadataNameException">The pallet has no such constant.</exception>
    /// <exception cref="ScaleException">The constant's bytes are not of its type.</exception>
    public ScaleValue Constant(string constant)
    {
        ConstantMetadata found = Description.Constants.FirstOrDefault(c => c.Name == constant)
            ?? throw new MetadataNameException($"constant of {Name}", constant, Description.Constants.Select(c => c.Name));
        return _types.Decode(found.Type, found.Value.Span);
    }

    /// <summary>The error of that index, or null.</summary>
    public TypeVariant? Error(byte index) => Errors.FirstOrDefault(error => error.Index == index);

    private IReadOnlyList<TypeVariant> Variants(int? type) =>
        type is { } id && _types[id].Shape is VariantShape variants ? variants.Variants : [];
}
