using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>SubnetInfoRuntimeApi: a subnet and all of its neurons in one answer.</summary>
internal static class MetagraphApi
{
    /// <summary>The metagraph, or null if there is no such subnet.</summary>
    public static object? Metagraph(StateReader state, ScaleValue netuid)
    {
        if (!state.Exists(netuid))
            return null;
        var vectors = new NeuronVectors(state, netuid);
        return ScaleValue.Struct(
        [
            .. SubnetInfoApi.PoolFields(state, netuid),
            .. SubnetApi.SharedFields(state, netuid),
            .. VectorFields(state, netuid, vectors),
            ("netuid", netuid),
            ("name", Array.Empty<object>()),
            ("symbol", state.Get("TokenSymbol", netuid)),
            ("identity", null),
            ("block", state.Block.Number),
            ("subnet_emission", state.Get("BlockEmission")),
            ("num_uids", vectors.Count),
            ("max_uids", state.Get("MaxAllowedUids", netuid)),
            ("burn", state.Get("Burn", netuid)),
            ("pow_registration_allowed", state.Get("NetworkPowRegistrationAllowed", netuid)),
            ("identities", Enumerable.Repeat(ScaleValue.Null, vectors.Count)),
            ("axons", Hotkeys(state, netuid, vectors).Select(hotkey => NeuronApi.Axon(state, netuid, hotkey))),
            ("tao_dividends_per_hotkey", Array.Empty<object>()),
            ("alpha_dividends_per_hotkey", Array.Empty<object>()),
        ]);
    }

    /// <summary>Some fields of the metagraph, by their positions; the others are null. Null if there is no such subnet.</summary>
    /// <param name="state">The state at a block.</param>
    /// <param name="netuid">The subnet.</param>
    /// <param name="indexes">Positions of fields; others than there are count as none.</param>
    /// <param name="fields">The names of the answer's fields, in order.</param>
    public static object? Selective(StateReader state, ScaleValue netuid, ScaleValue indexes, IReadOnlyList<string> fields)
    {
        if (Metagraph(state, netuid) is not ScaleComposite metagraph)
            return null;
        var vectors = new NeuronVectors(state, netuid);
        HashSet<int> chosen = [0, .. indexes.Items.Select(index => index.AsInt32())];
        return ScaleValue.Struct(fields.Index().Select(field => (field.Item, Chosen(field.Index, field.Item))));

        object? Chosen(int index, string field)
        {
            if (!chosen.Contains(index))
                return null;
            return field switch
            {
                "netuid" => netuid,
                // An identity is optional itself: asked for, and there is none.
                "identity" => ScaleValue.Variant("Some", ScaleValue.Null),
                "validators" => Validators(state, netuid, vectors),
                "commitments" => Array.Empty<object>(),
                _ => metagraph[field],
            };
        }
    }

    /// <summary>The state of a subnet's neurons, and what each earned last on every subnet; null if there is no such subnet.</summary>
    public static object? State(StateReader state, ScaleValue netuid)
    {
        if (!state.Exists(netuid))
            return null;
        var vectors = new NeuronVectors(state, netuid);
        ScaleValue[] hotkeys = Hotkeys(state, netuid, vectors);
        return ScaleValue.Struct(
        [
            ("netuid", netuid),
            .. VectorFields(state, netuid, vectors),
            ("emission_history", state.Netuids().Select(other => hotkeys.Select(hotkey => LastEmission(state, other, hotkey)))),
        ]);
    }

    private static IEnumerable<(string Name, object? Value)> VectorFields(StateReader state, ScaleValue netuid, NeuronVectors vectors)
    {
        ScaleValue[] hotkeys = Hotkeys(state, netuid, vectors);
        ScaleValue[] stakes = [.. hotkeys.Select(hotkey => state.Get("TotalHotkeyAlpha", hotkey, netuid))];
        ulong[] nothing = new ulong[vectors.Count];
        return
        [
            ("hotkeys", hotkeys),
            ("coldkeys", hotkeys.Select(hotkey => state.Get("Owner", hotkey))),
            ("active", vectors.Active),
            ("validator_permit", vectors.ValidatorPermit),
            ("pruning_score", nothing),
            ("last_update", vectors.LastUpdate),
            ("emission", vectors.Emission),
            ("dividends", vectors.Dividends),
            ("incentives", vectors.Incentive),
            ("consensus", vectors.Consensus),
            ("trust", nothing),
            ("rank", nothing),
            ("block_at_registration", Enumerable.Range(0, vectors.Count).Select(uid => state.Get("BlockAtRegistration", netuid, uid))),
            // TAO and alpha are one here, and the root network has no stake.
            ("alpha_stake", stakes),
            ("tao_stake", nothing),
            ("total_stake", stakes),
        ];
    }

    private static ScaleValue[] Hotkeys(StateReader state, ScaleValue netuid, NeuronVectors vectors) =>
        [.. Enumerable.Range(0, vectors.Count).Select(uid => state.Get("Keys", netuid, uid))];

    /// <summary>Uids with a permit whose stake is above the threshold, the smallest stake first.</summary>
    private static IEnumerable<int> Validators(StateReader state, ScaleValue netuid, NeuronVectors vectors)
    {
        ulong threshold = state.Get("StakeThreshold").AsUInt64();
        return from uid in Enumerable.Range(0, vectors.Count)
               where vectors.ValidatorPermit[uid].AsBool()
               let stake = state.Get("TotalHotkeyAlpha", state.Get("Keys", netuid, uid), netuid).AsUInt64()
               where stake > threshold
               orderby stake
               select uid;
    }

    private static ScaleValue LastEmission(StateReader state, ScaleValue netuid, ScaleValue hotkey) =>
        state.Get("Uids", netuid, hotkey) is { IsNull: false } uid ? state.Get("Emission", netuid)[uid.AsInt32()] : ScaleValue.From(0);
}
