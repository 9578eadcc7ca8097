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
        int[] uids = [.. Enumerable.Range(0, vectors.Count)];
        ScaleValue[] hotkeys = [.. uids.Select(uid => state.Get("Keys", netuid, uid))];
        ScaleValue[] stakes = [.. hotkeys.Select(hotkey => state.Get("TotalHotkeyAlpha", hotkey, netuid))];
        ulong[] nothing = new ulong[uids.Length];
        IEnumerable<(string, object?)> fields =
        [
            ("netuid", netuid),
            ("name", Array.Empty<object>()),
            ("symbol", state.Get("TokenSymbol", netuid)),
            ("identity", null),
            ("network_registered_at", state.Get("NetworkRegisteredAt", netuid)),
            ("owner_hotkey", state.Get("SubnetOwnerHotkey", netuid)),
            ("owner_coldkey", state.Get("SubnetOwner", netuid)),
            ("block", state.Block.Number),
            ("last_step", state.Get("LastMechansimStepBlock", netuid)),
            ("blocks_since_last_step", state.Get("BlocksSinceLastStep", netuid)),
            ("subnet_emission", state.Get("BlockEmission")),
            ("alpha_in", state.Get("SubnetAlphaIn", netuid)),
            ("alpha_out", state.Get("SubnetAlphaOut", netuid)),
            ("tao_in", state.Get("SubnetTAO", netuid)),
            ("alpha_out_emission", state.Get("BlockEmission")),
            ("alpha_in_emission", 0),
            ("tao_in_emission", 0),
            ("pending_alpha_emission",
                state.Get("PendingServerEmission", netuid).AsUInt64() + state.Get("PendingValidatorEmission", netuid).AsUInt64()),
            ("pending_root_emission", 0),
            ("subnet_volume", 0),
            ("moving_price", state.Get("SubnetMovingPrice", netuid)),
            ("num_uids", vectors.Count),
            ("max_uids", state.Get("MaxAllowedUids", netuid)),
            ("burn", state.Get("Burn", netuid)),
            ("pow_registration_allowed", state.Get("NetworkPowRegistrationAllowed", netuid)),
            ("hotkeys", hotkeys),
            ("coldkeys", hotkeys.Select(hotkey => state.Get("Owner", hotkey))),
            ("identities", hotkeys.Select(_ => ScaleValue.Null)),
            ("axons", hotkeys.Select(hotkey => NeuronApi.Axon(state, netuid, hotkey))),
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
            ("block_at_registration", uids.Select(uid => state.Get("BlockAtRegistration", netuid, uid))),
            // TAO and alpha are one here, and the root network has no stake.
            ("alpha_stake", stakes),
            ("tao_stake", nothing),
            ("total_stake", stakes),
            ("tao_dividends_per_hotkey", Array.Empty<object>()),
            ("alpha_dividends_per_hotkey", Array.Empty<object>()),
        ];
        return ScaleValue.Struct(fields.Concat(SubnetApi.SharedFields(state, netuid)));
    }
}
