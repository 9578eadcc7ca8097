using System.Diagnostics.CodeAnalysis;

namespace Bittensor.Scale.Metadata;

/// <summary>
/// What a runtime says about itself: its types, pallets, calls, storage, constants, events, errors, extensions and APIs, looked up by
/// name. Nothing in it is a constant of this library. Immutable and thread-safe.
/// </summary>
public sealed partial class RuntimeMetadata
{
    /// <summary>Larger metadata is refused unread; that of the main network has 0.3 MB.</summary>
    public const int MaxLength = 16 << 20;

    private readonly Dictionary<string, Pallet> _pallets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuntimeApiMethod> _apiMethods = new(StringComparer.Ordinal);
    private readonly Pallet?[] _palletsByIndex = new Pallet?[256];

    /// <summary>Checks that all names are unique and all type ids exist.</summary>
    /// <exception cref="FormatException">The content is not sound; the message says where.</exception>
    public RuntimeMetadata(MetadataContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
        Types = new TypeRegistry(content.Types);
        ContentChecks.Check(content, Types);
        foreach (PalletMetadata description in content.Pallets)
        {
            var pallet = new Pallet(description, Types);
            if (!_pallets.TryAdd(pallet.Name, pallet))
                throw new FormatException($"There are two pallets named {pallet.Name}.");
            // Two pallets with one index would make every call and event of theirs ambiguous.
            if (_palletsByIndex[pallet.Index] is { } other)
                throw new FormatException($"The pallets {other.Name} and {pallet.Name} share the index {pallet.Index}.");
            _palletsByIndex[pallet.Index] = pallet;
        }

        foreach (RuntimeApiMetadata api in content.Apis)
            foreach (RuntimeApiMethodMetadata method in api.Methods)
                _apiMethods[$"{api.Name}_{method.Name}"] = new RuntimeApiMethod(api.Name, method, Types);
    }

    /// <summary>The metadata as plain data.</summary>
    public MetadataContent Content { get; }

    /// <summary>The type registry, which decodes and encodes.</summary>
    public TypeRegistry Types { get; }

    /// <summary>The version it was read from: 14, 15 or 16; 0 if it was built.</summary>
    public int Version { get; private init; }

    /// <summary>How extrinsics are built.</summary>
    public ExtrinsicMetadata Extrinsic => Content.Extrinsic;

    /// <summary>The pallets, by index.</summary>
    public IEnumerable<Pallet> Pallets => _palletsByIndex.OfType<Pallet>();

    /// <summary>The methods of runtime APIs.</summary>
    public IReadOnlyCollection<RuntimeApiMethod> ApiMethods => _apiMethods.Values;

    /// <summary>Reads metadata of version 14, 15 or 16, beginning with "meta", as <c>state_getMetadata</c> gives it.</summary>
    /// <exception cref="ScaleException">Truncated, oversized, or not metadata.</exception>
    /// <exception cref="FormatException">Readable but not sound: references to nowhere, types without end, names twice.</exception>
    public static RuntimeMetadata Read(ReadOnlySpan<byte> metadata)
    {
        if (metadata.Length > MaxLength)
            throw new ScaleException($"metadata of {metadata.Length} bytes is refused (the most is {MaxLength})", 0);
        MetadataContent content = MetadataReader.Read(metadata, out int version);
        return new RuntimeMetadata(content) { Version = version };
    }

    /// <summary>
    /// Writes the metadata as version 14, 15 or 16; what was read from version 14 or 15 gives the same bytes as that version. Version 16 is
    /// written without what is not kept of it: associated types, view functions, deprecation notes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Another version.</exception>
    /// <exception cref="InvalidOperationException">The content lacks what the version states; the message says what.</exception>
    public byte[] Encode(int version) => MetadataWriter.Write(Content, version);

    /// <summary>A pallet by name.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such pallet.</exception>
    public Pallet Pallet(string name) => _pallets.GetValueOrDefault(name) ?? throw new MetadataNameException("pallet", name, _pallets.Keys);

    /// <summary>A pallet by name; false if the runtime has none of that name.</summary>
    public bool TryGetPallet(string name, [NotNullWhen(true)] out Pallet? pallet) => _pallets.TryGetValue(name, out pallet);

    /// <summary>A pallet by index; false if the runtime has none there.</summary>
    public bool TryGetPallet(byte index, [NotNullWhen(true)] out Pallet? pallet) => (pallet = _palletsByIndex[index]) is not null;

    /// <summary>A storage entry by names, for example <c>Storage("SubtensorModule", "Tempo")</c>.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such pallet or entry.</exception>
    public StorageEntry Storage(string pallet, string entry) => Pallet(pallet).Storage(entry);

    /// <summary>A storage entry by names; false if this runtime has none.</summary>
    public bool TryGetStorage(string pallet, string entry, [NotNullWhen(true)] out StorageEntry? found)
    {
        found = null;
        return TryGetPallet(pallet, out Pallet? owner) && owner.TryGetStorage(entry, out found);
    }

    /// <summary>The value of a constant.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such pallet or constant.</exception>
    public ScaleValue Constant(string pallet, string constant) => Pallet(pallet).Constant(constant);

    /// <summary>A method of a runtime API by names; its state call is <c>Api_method</c>.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such method.</exception>
    public RuntimeApiMethod ApiMethod(string api, string method) =>
        _apiMethods.GetValueOrDefault($"{api}_{method}")
        ?? throw new MetadataNameException("runtime API method", $"{api}_{method}", _apiMethods.Keys);

    /// <summary>A method of a runtime API by names; false if this runtime, or the metadata's version, has none.</summary>
    public bool TryGetApiMethod(string api, string method, [NotNullWhen(true)] out RuntimeApiMethod? found) =>
        _apiMethods.TryGetValue($"{api}_{method}", out found);

    /// <summary>A call by names.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such pallet or call.</exception>
    public CallDescription Call(string pallet, string call) => Pallet(pallet).Call(call);

    /// <summary>Encodes a call: the pallet's and the call's index, then the arguments in the order of the metadata.</summary>
    /// <param name="pallet">The pallet's name, for example <c>SubtensorModule</c>.</param>
    /// <param name="call">The call's name, for example <c>set_weights</c>.</param>
    /// <param name="arguments">What <see cref="ScaleValue.From"/> takes, one for each argument; a single dictionary or struct is by name.
    /// An only argument that is an array of references (<c>string[]</c>) needs a list around it: <c>[names]</c>.</param>
    /// <exception cref="MetadataNameException">The runtime has no such pallet or call.</exception>
    /// <exception cref="ScaleEncodingException">An argument is missing or does not fit; the message names it.</exception>
    public byte[] EncodeCall(string pallet, string call, params IReadOnlyList<object?> arguments) => Call(pallet, call).Encode(arguments);

    /// <summary>Decodes a call.</summary>
    /// <exception cref="ScaleException">The bytes are no call of this runtime.</exception>
    public DecodedCall DecodeCall(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        ScaleValue value = Types.Decode(Extrinsic.CallType, ref reader);
        reader.ExpectEnd();
        return DecodedCall.From(value) ?? throw new ScaleException("the call's type is no enum of pallets and their calls", 0);
    }
}
