using Bittensor.Chain;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>What extrinsics cost: the same weight for every call, and a price for each byte.</summary>
internal static class FeeSchedule
{
    /// <summary>For the weight of any call, in rao.</summary>
    public const ulong Base = 50_000;

    /// <summary>For each byte of the extrinsic, in rao.</summary>
    public const ulong PerByte = 1;

    private const ulong ReferenceTime = 1_000_000_000;

    /// <summary>A value of the type Weight.</summary>
    public static ScaleValue Weight { get; } = ScaleValue.Struct(("ref_time", ReferenceTime), ("proof_size", 0));

    /// <summary>The weight's reference time in picoseconds.</summary>
    public static ulong WeightTime => ReferenceTime;

    /// <summary>The fee without a tip. Calls of hotkeys are free, since hotkeys hold no balance.</summary>
    public static Balance Of(Extrinsic call, int length) => call switch
    {
        Extrinsic.SetWeights or Extrinsic.CommitWeights or Extrinsic.RevealWeights => default,
        Extrinsic.ServeAxon or Extrinsic.ServeAxonTls or Extrinsic.ServePrometheus or Extrinsic.Register => default,
        Extrinsic.Batch { Calls: [_, ..] calls } when calls.All(item => Of(item, length) == default) => default,
        _ => new Balance(Base + (PerByte * (ulong)length)),
    };
}
