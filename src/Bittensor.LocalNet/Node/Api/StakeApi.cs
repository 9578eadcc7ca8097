using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>StakeInfoRuntimeApi: what a coldkey has staked where.</summary>
internal static class StakeApi
{
    public static IReadOnlyList<object> OfColdkey(StateReader state, ScaleValue coldkey) =>
    [
        .. from hotkey in state.Get("StakingHotkeys", coldkey).Items
           from keys in state.Keys("Alpha", hotkey, coldkey)
           select Describe(state, hotkey, coldkey, keys[2]!),
    ];

    /// <summary>What several coldkeys have staked, each with its account.</summary>
    public static IEnumerable<object> OfColdkeys(StateReader state, ScaleValue coldkeys) =>
        coldkeys.Items.Select(coldkey => (object)(coldkey, OfColdkey(state, coldkey)));

    /// <summary>One stake, zero if there is none; null if there is no such subnet.</summary>
    public static object? One(StateReader state, ScaleValue hotkey, ScaleValue coldkey, ScaleValue netuid) =>
        state.Exists(netuid) ? Describe(state, hotkey, coldkey, netuid) : null;

    private static ScaleValue Describe(StateReader state, ScaleValue hotkey, ScaleValue coldkey, ScaleValue netuid) => ScaleValue.Struct(
        ("hotkey", hotkey),
        ("coldkey", coldkey),
        ("netuid", netuid),
        ("stake", state.Get("Alpha", hotkey, coldkey, netuid)["bits"].AsUInt128() >> 64),
        ("locked", 0),
        ("emission", 0),
        ("tao_emission", 0),
        ("drain", 0),
        ("is_registered", state.Get("Uids", netuid, hotkey) is { IsNull: false }));
}
