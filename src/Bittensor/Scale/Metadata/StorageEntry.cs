using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Scale.Metadata;

/// <summary>A storage entry: builds and takes apart its keys, decodes and encodes its values. Immutable and thread-safe.</summary>
public sealed class StorageEntry
{
    /// <summary>Bytes of an entry's prefix: 16 of the pallet's, 16 of the entry's name.</summary>
    public const int PrefixLength = 32;

    private readonly TypeRegistry _types;
    private readonly byte[] _prefix;

    internal StorageEntry(string pallet, string palletPrefix, StorageEntryMetadata description, TypeRegistry types)
    {
        Pallet = pallet;
        Description = description;
        _types = types;
        _prefix = [.. Hashes.Twox128(Encoding.UTF8.GetBytes(palletPrefix)), .. Hashes.Twox128(Encoding.UTF8.GetBytes(description.Name))];
        KeyTypes = KeysOf(description, types);
    }

    /// <summary>Name of the pallet it belongs to.</summary>
    public string Pallet { get; }

    /// <summary>The entry as the metadata describes it.</summary>
    public StorageEntryMetadata Description { get; }

    /// <summary>Its name.</summary>
    public string Name => Description.Name;

    /// <summary>Type of each key; empty for a plain value.</summary>
    public IReadOnlyList<int> KeyTypes { get; }

    /// <summary>The 32 bytes with which all its keys begin; the whole key of a plain value.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>The storage key for the arguments. Fewer arguments than keys give the prefix under which the matching keys lie.</summary>
    /// <exception cref="ScaleEncodingException">Too many arguments, or one that does not fit its type.</exception>
    public byte[] Key(params IReadOnlyList<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string path = $"{Pallet}.{Name}";
        if (arguments.Count > KeyTypes.Count)
            throw new ScaleEncodingException(path, $"has {KeyTypes.Count} keys, {arguments.Count} are given");
        using var writer = new ScaleWriter();
        writer.WriteBytes(_prefix);
        for (int i = 0; i < arguments.Count; i++)
        {
            using var key = new ScaleWriter();
            _types.Encode(key, KeyTypes[i], arguments[i], $"{path}, key {i}");
            WriteHashed(writer, Description.Hashers[i], key.Written);
        }

        return writer.ToArray();
    }

    /// <summary>The arguments of a key. Those behind a hasher that does not keep them are null.</summary>
    /// <exception cref="ScaleException">Not a key of this entry, or not a whole one.</exception>
    public IReadOnlyList<ScaleValue?> DecodeKey(ReadOnlySpan<byte> key)
    {
        var reader = new ScaleReader(key);
        if (!reader.ReadBytes(PrefixLength).SequenceEqual(_prefix))
            throw new ScaleException($"this is no key of {Pallet}.{Name}", 0);
        var arguments = new ScaleValue?[KeyTypes.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            StorageHasher hasher = Description.Hashers[i];
            ReadOnlySpan<byte> hash = reader.ReadBytes(HashLength(hasher));
            if (hasher is StorageHasher.Blake2b128 or StorageHasher.Blake2b256 or StorageHasher.Twox128 or StorageHasher.Twox256)
                continue;
            int start = reader.Position;
            arguments[i] = _types.Decode(KeyTypes[i], ref reader);
            ReadOnlySpan<byte> argument = reader.Since(start);
            bool matches = hasher == StorageHasher.Identity
                || hash.SequenceEqual(hasher == StorageHasher.Twox64Concat ? Hashes.Twox64(argument) : Hashes.Blake2b128(argument));
            if (!matches)
                throw new ScaleException($"key {i} of {Pallet}.{Name} does not match its hash", start);
        }

        reader.ExpectEnd();
        return arguments;
    }

    /// <summary>Decodes a value; for an absent one (null) gives the entry's default, or <see cref="ScaleNull"/> if it has none.</summary>
    /// <exception cref="ScaleException">The bytes are not of the value's type.</exception>
    public ScaleValue DecodeValue(byte[]? value)
    {
        if (value is not null)
            return _types.Decode(Description.ValueType, value);
        return Description.Modifier == StorageModifier.Optional
            ? ScaleValue.Null
            : _types.Decode(Description.ValueType, Description.Default.Span);
    }

    /// <summary>Encodes a value.</summary>
    /// <exception cref="ScaleEncodingException">The value's type cannot hold it.</exception>
    public byte[] EncodeValue(object? value)
    {
        using var writer = new ScaleWriter();
        _types.Encode(writer, Description.ValueType, value, $"{Pallet}.{Name}");
        return writer.ToArray();
    }

    private static int HashLength(StorageHasher hasher) => hasher switch
    {
        StorageHasher.Blake2b128 or StorageHasher.Blake2b128Concat or StorageHasher.Twox128 => 16,
        StorageHasher.Blake2b256 or StorageHasher.Twox256 => 32,
        StorageHasher.Twox64Concat => 8,
        _ => 0,
    };

    private static void WriteHashed(ScaleWriter writer, StorageHasher hasher, ReadOnlySpan<byte> key)
    {
        switch (hasher)
        {
            case StorageHasher.Blake2b128:
                writer.WriteBytes(Hashes.Blake2b128(key));
                break;
            case StorageHasher.Blake2b256:
                writer.WriteBytes(Hashes.Blake2b256(key));
                break;
            case StorageHasher.Blake2b128Concat:
                writer.WriteBytes(Hashes.Blake2b128(key));
                writer.WriteBytes(key);
                break;
            case StorageHasher.Twox128:
                writer.WriteBytes(Hashes.Twox128(key));
                break;
            case StorageHasher.Twox256:
                writer.WriteBytes(Hashes.Twox256(key));
                break;
            case StorageHasher.Twox64Concat:
                writer.WriteBytes(Hashes.Twox64(key));
                writer.WriteBytes(key);
                break;
            default:
                writer.WriteBytes(key);
                break;
        }
    }

    /// <summary>One hasher takes the whole key; several take the elements of a tuple.</summary>
    private static IReadOnlyList<int> KeysOf(StorageEntryMetadata entry, TypeRegistry types)
    {
        if (entry.KeyType is not { } key)
            return [];
        if (entry.Hashers.Count == 1)
            return [key];
        return types[key].Shape is TupleShape tuple && tuple.Elements.Count == entry.Hashers.Count
            ? tuple.Elements
            : throw new FormatException($"The storage map {entry.Name} has {entry.Hashers.Count} hashers and the key {types.NameOf(key)}.");
    }
}
