using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>SubnetInfoRuntimeApi: a subnet in short, in the older form (info) and with its pool (dynamic info).</summary>
internal static class SubnetInfoApi
{
    /// <summary>The subnet, or null.</summary>
    public static object? Info(StateReader state, ScaleValue netuid) =>
        state.Exists(netuid) ? ScaleValue.Struct([.. InfoFields(state, netuid), ("emission_values", 0)]) : null;

    /// <summary>The subnet with its identity, of which this chain has none, or null.</summary>
    public static object? InfoV2(StateReader state, ScaleValue netuid) => state.Exists(netuid)
        ? ScaleValue.Struct([.. InfoFields(state, netuid), ("emission_value", 0), ("identity", null)])
        : null;

    /// <summary>The subnet's pool and emission, or null.</summary>
    public static object? Dynamic(StateReader state, ScaleValue netuid) => state.Exists(netuid)
        ? ScaleValue.Struct(
        [
            .. PoolFields(state, netuid),
            ("netuid", netuid),
            ("subnet_name", Array.Empty<object>()),
            ("token_symbol", state.Get("TokenSymbol", netuid)),
            ("tempo", state.Get("Tempo", netuid)),
            ("emission", 0),
            ("subnet_identity", null),
        ])
        : null;

    /// <summary>What stands alike in the metagraph.</summary>
    public static IEnumerable<(string Name, object? Value)> PoolFields(StateReader state, ScaleValue netuid) =>
    [
        ("owner_hotkey", state.Get("SubnetOwnerHotkey", netuid)),
        ("owner_coldkey", state.Get("SubnetOwner", netuid)),
        ("network_registered_at", state.Get("NetworkRegisteredAt", netuid)),
        ("last_step", state.Get("LastMechansimStepBlock", netuid)),
        ("blocks_since_last_step", state.Get("BlocksSinceLastStep", netuid)),
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
    ];

    private static IEnumerable<(string Name, object? Value)> InfoFields(StateReader state, ScaleValue netuid) =>
    [
        ("netuid", netuid),
        ("rho", state.Get("Rho", netuid)),
        ("kappa", state.Get("Kappa", netuid)),
        ("difficulty", state.Get("Difficulty", netuid)),
        ("immunity_period", state.Get("ImmunityPeriod", netuid)),
        ("max_allowed_validators", state.Get("MaxAllowedValidators", netuid)),
        ("min_allowed_weights", state.Get("MinAllowedWeights", netuid)),
        ("max_weights_limit", state.Get("MaxWeightsLimit", netuid)),
        ("scaling_law_power", state.Get("ScalingLawPower", netuid)),
        ("subnetwork_n", state.Get("SubnetworkN", netuid)),
        ("max_allowed_uids", state.Get("MaxAllowedUids", netuid)),
        ("blocks_since_last_step", state.Get("BlocksSinceLastStep", netuid)),
        ("tempo", state.Get("Tempo", netuid)),
        ("network_modality", 0),
        ("network_connect", Array.Empty<object>()),
        ("burn", state.Get("Burn", netuid)),
        ("owner", state.Get("SubnetOwner", netuid)),
    ];
}
