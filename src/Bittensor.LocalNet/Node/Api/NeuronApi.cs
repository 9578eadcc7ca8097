using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>NeuronInfoRuntimeApi: neurons with their values, with weights and bonds or without.</summary>
internal static class NeuronApi
{
    private static readonly ScaleValue NoAxon = ScaleValue.Struct(
        ("block", 0), ("version", 0), ("ip", 0), ("port", 0), ("ip_type", 0), ("protocol", 0), ("placeholder1", 0), ("placeholder2", 0));

    private static readonly ScaleValue NoPrometheus = ScaleValue.Struct(
        ("block", 0), ("version", 0), ("ip", 0), ("port", 0), ("ip_type", 0));

    /// <summary>Every neuron of a subnet, by uid; empty if there is no such subnet.</summary>
    public static IReadOnlyList<object> All(StateReader state, ScaleValue netuid, bool withWeights)
    {
        if (!state.Exists(netuid))
            return [];
        var vectors = new NeuronVectors(state, netuid);
        return [.. Enumerable.Range(0, vectors.Count).Select(uid => Describe(state, netuid, uid, vectors, withWeights))];
    }

    /// <summary>One neuron, or null.</summary>
    public static object? One(StateReader state, ScaleValue netuid, ScaleValue uid, bool withWeights)
    {
        var vectors = new NeuronVectors(state, netuid);
        return uid.AsInt32() < vectors.Count ? Describe(state, netuid, uid.AsInt32(), vectors, withWeights) : null;
    }

    /// <summary>Where a neuron serves; zeros if it does not.</summary>
    public static ScaleValue Axon(StateReader state, ScaleValue netuid, ScaleValue hotkey) =>
        state.Get("Axons", netuid, hotkey) is { IsNull: false } axon ? axon : NoAxon;

    private static ScaleValue Describe(StateReader state, ScaleValue netuid, int uid, NeuronVectors vectors, bool withWeights)
    {
        ScaleValue hotkey = state.Get("Keys", netuid, uid);
        ScaleValue coldkey = state.Get("Owner", hotkey);
        List<(string, object?)> fields =
        [
            ("hotkey", hotkey),
            ("coldkey", coldkey),
            ("uid", uid),
            ("netuid", netuid),
            ("active", vectors.Active[uid]),
            ("axon_info", Axon(state, netuid, hotkey)),
            ("prometheus_info", state.Get("Prometheus", netuid, hotkey) is { IsNull: false } endpoint ? endpoint : NoPrometheus),
            ("stake", new object[] { (coldkey, state.Get("TotalHotkeyAlpha", hotkey, netuid)) }),
            // Rank, trust and pruning score are no longer computed by the main network's runtime either.
            ("rank", 0),
            ("emission", vectors.Emission[uid]),
            ("incentive", vectors.Incentive[uid]),
            ("consensus", vectors.Consensus[uid]),
            ("trust", 0),
            ("validator_trust", vectors.ValidatorTrust[uid]),
            ("dividends", vectors.Dividends[uid]),
            ("last_update", vectors.LastUpdate[uid]),
            ("validator_permit", vectors.ValidatorPermit[uid]),
            ("pruning_score", 0),
        ];
        if (withWeights)
        {
            fields.Add(("weights", state.Get("Weights", netuid, uid)));
            fields.Add(("bonds", state.Get("Bonds", netuid, uid)));
        }
        return ScaleValue.Struct(fields);
    }
}
