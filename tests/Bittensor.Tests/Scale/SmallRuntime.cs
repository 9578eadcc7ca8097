using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>A small runtime described in code, for tests that need no real one.</summary>
internal static class SmallRuntime
{
    public static RuntimeMetadata Describe()
    {
        var builder = new MetadataBuilder();
        TypeBuilder t = builder.Types;
        int phase = t.Enum("frame_system::Phase",
        [
            TypeBuilder.TupleVariant("ApplyExtrinsic", 0, t.U32),
            TypeBuilder.TupleVariant("Finalization", 1),
            TypeBuilder.TupleVariant("Initialization", 2),
        ]);
        int record = t.Struct("frame_system::EventRecord", ("phase", phase), ("event", builder.RuntimeEvent), ("topics", t.Vec(t.H256)));
        builder.Pallet("System", 0, "frame_system").Value("Events", t.Vec(record), Array.Empty<object>());
        builder.Pallet("Subnets", 7, "pallet_subnets")
            .Call("set_weights", 0, ("netuid", t.U16), ("dests", t.Vec(t.U16)), ("weights", t.Vec(t.U16)))
            .TupleEvent("WeightsSet", 0, t.U16, t.U16)
            .Error("NotRegistered", 0, "Not registered.")
            .Error("TooFast", 1, "Not yet.")
            .Map("Tempo", [(StorageHasher.Identity, t.U16)], t.U16, 360)
            .Map("Owner", [(StorageHasher.Identity, t.U16), (StorageHasher.Blake2b128Concat, t.AccountId)], t.AccountId)
            .Constant("InitialBurn", t.U64, 100_000_000UL);
        builder.Pallet("Utility", 11, "pallet_utility").Call("batch", 0, ("calls", t.Vec(builder.RuntimeCall))).Call("noop", 1);
        builder.Api("NeuronApi", ("count", [("netuid", t.U16)], t.U32));
        builder
            .Extension("CheckSpecVersion", t.Unit, t.U32)
            .Extension("CheckTxVersion", t.Unit, t.U32)
            .Extension("CheckGenesis", t.Unit, t.H256)
            .Extension("CheckMortality", t.Era(), t.H256)
            .Extension("CheckNonce", t.Compact(t.U32), t.Unit)
            .Extension("ChargeTransactionPayment", t.Compact(t.U64), t.Unit);
        return builder.Build();
    }
}
