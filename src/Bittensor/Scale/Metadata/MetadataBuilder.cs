namespace Bittensor.Scale.Metadata;

/// <summary>
/// Describes a runtime in code, for a node of one's own: types, pallets, extensions and APIs in; metadata out, which <see
/// cref="RuntimeMetadata.Encode"/>
/// writes for clients. Not thread-safe.
/// </summary>
/// <param name="runtimeCrate">The crate of the runtime, first part of the paths of RuntimeCall, RuntimeEvent and RuntimeError.</param>
public sealed class MetadataBuilder(string runtimeCrate = "node_subtensor_runtime")
{
    private readonly List<PalletBuilder> _pallets = [];
    private readonly List<ExtensionMetadata> _extensions = [];
    private readonly List<RuntimeApiMetadata> _apis = [];
    private int? _call;
    private int? _event;

    /// <summary>The types.</summary>
    public TypeBuilder Types { get; } = new();

    /// <summary>The type of calls of any pallet, for pallets that take calls as arguments. Its layout follows from the pallets.</summary>
    public int RuntimeCall => _call ??= Types.Reserve($"{runtimeCrate}::RuntimeCall");

    /// <summary>The type of events of any pallet, for the storage of events. Its layout follows from the pallets.</summary>
    public int RuntimeEvent => _event ??= Types.Reserve($"{runtimeCrate}::RuntimeEvent");

    /// <summary>The type of addresses: <c>sp_runtime::multiaddress::MultiAddress</c>.</summary>
    public int MultiAddress => Types.Define(
        "sp_runtime::multiaddress::MultiAddress",
        new VariantShape(
        [
            TypeBuilder.TupleVariant("Id", 0, Types.AccountId),
            TypeBuilder.TupleVariant("Index", 1, Types.Compact(Types.Unit)),
            TypeBuilder.TupleVariant("Raw", 2, Types.Bytes),
            TypeBuilder.TupleVariant("Address32", 3, Types.Array(32, Types.U8)),
            TypeBuilder.TupleVariant("Address20", 4, Types.Array(20, Types.U8)),
        ]),
        // Clients look up the kind of accounts in the parameter.
        new TypeParameter("AccountId", Types.AccountId),
        new TypeParameter("AccountIndex", Types.Unit));

    /// <summary>The type of signatures: <c>sp_runtime::MultiSignature</c>.</summary>
    public int MultiSignature => Types.Enum("sp_runtime::MultiSignature",
    [
        TypeBuilder.TupleVariant("Ed25519", 0, Types.Array(64, Types.U8)),
        TypeBuilder.TupleVariant("Sr25519", 1, Types.Array(64, Types.U8)),
        TypeBuilder.TupleVariant("Ecdsa", 2, Types.Array(65, Types.U8)),
    ]);

    /// <summary>Adds a pallet.</summary>
    /// <param name="name">Its name, which is also its storage prefix.</param>
    /// <param name="index">Its index.</param>
    /// <param name="crate">The crate of the paths of its calls, events and errors, for example <c>pallet_subtensor</c>.</param>
    public PalletBuilder Pallet(string name, byte index, string crate)
    {
        var pallet = new PalletBuilder(Types, name, index, crate);
        _pallets.Add(pallet);
        return pallet;
    }

    /// <summary>Adds a signed extension; the order is that of the extrinsic.</summary>
    public MetadataBuilder Extension(string identifier, int extraType, int additionalType)
    {
        _extensions.Add(new ExtensionMetadata(identifier, extraType, additionalType));
        return this;
    }

    /// <summary>Adds a runtime API.</summary>
    public MetadataBuilder Api(
        string name,
        params IReadOnlyList<(string Name, IReadOnlyList<(string Name, int Type)> Inputs, int Output)> methods)
    {
        _apis.Add(new RuntimeApiMetadata(name, [.. methods.Select(m => Method(m.Name, m.Inputs, m.Output))], []));
        return this;

        static RuntimeApiMethodMetadata Method(string name, IReadOnlyList<(string Name, int Type)> inputs, int output) =>
            new(name, [.. inputs.Select(i => new RuntimeApiParameter(i.Name, i.Type))], output, []);
    }

    /// <summary>Puts everything together. The builder is done with afterwards.</summary>
    /// <exception cref="FormatException">The description is not sound; the message says where.</exception>
    /// <exception cref="ScaleEncodingException">A default or constant does not fit its type.</exception>
    public RuntimeMetadata Build()
    {
        string error = $"{runtimeCrate}::RuntimeError";
        int call = RuntimeCall;
        int events = RuntimeEvent;
        Types.Define($"{runtimeCrate}::RuntimeCall", Outer(p => p.CallType));
        Types.Define($"{runtimeCrate}::RuntimeEvent", Outer(p => p.EventType));
        int errors = Types.Define(error, Outer(p => p.ErrorType));
        int address = MultiAddress;
        int signature = MultiSignature;
        int extra = Types.Tuple([.. _extensions.Select(e => e.ExtraType)]);
        int runtime = Types.Struct($"{runtimeCrate}::Runtime");
        int extrinsic = Types.Define(
            "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
            new CompositeShape([TypeBuilder.Field(null, Types.Bytes)]),
            new TypeParameter("Address", address),
            new TypeParameter("Call", call),
            new TypeParameter("Signature", signature),
            new TypeParameter("Extra", extra));
        IReadOnlyList<TypeDefinition> types = Types.Build();
        var registry = new TypeRegistry(types);
        return new RuntimeMetadata(new MetadataContent
        {
            Types = types,
            Pallets = [.. _pallets.Select(p => p.Build(registry))],
            Extrinsic = new ExtrinsicMetadata
            {
                Versions = [4],
                ExtrinsicType = extrinsic,
                AddressType = address,
                CallType = call,
                SignatureType = signature,
                ExtraType = extra,
                Extensions = [.. _extensions],
            },
            RuntimeType = runtime,
            Apis = [.. _apis],
            OuterTypes = new OuterTypes(call, events, errors),
        });
    }

    /// <summary>An enum with a variant for each pallet that has such a type.</summary>
    private VariantShape Outer(Func<PalletBuilder, int?> type) => new(
    [
        .. _pallets.Select(p => (Pallet: p, Type: type(p))).Where(p => p.Type is not null)
            .Select(p => TypeBuilder.TupleVariant(p.Pallet.Name, p.Pallet.Index, p.Type!.Value)),
    ]);
}
