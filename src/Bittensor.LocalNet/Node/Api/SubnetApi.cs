using System.Text;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>SubnetInfoRuntimeApi: a subnet's rules.</summary>
internal static class SubnetApi
{
    /// <summary>Fields that stand in several answers, with the storage entries that hold them.</summary>
    private static readonly (string Field, string Entry)[] Shared =
    [
        ("rho", "Rho"),
        ("kappa", "Kappa"),
        ("tempo", "Tempo"),
        ("immunity_period", "ImmunityPeriod"),
        ("min_allowed_weights", "MinAllowedWeights"),
        ("max_weights_limit", "MaxWeightsLimit"),
        ("min_difficulty", "MinDifficulty"),
        ("max_difficulty", "MaxDifficulty"),
        ("difficulty", "Difficulty"),
        ("weights_version", "WeightsVersionKey"),
        ("weights_rate_limit", "WeightsSetRateLimit"),
        ("adjustment_interval", "AdjustmentInterval"),
        ("adjustment_alpha", "AdjustmentAlpha"),
        ("activity_cutoff", "ActivityCutoff"),
        ("registration_allowed", "NetworkRegistrationAllowed"),
        ("target_regs_per_interval", "TargetRegistrationsPerInterval"),
        ("max_regs_per_block", "MaxRegistrationsPerBlock"),
        ("min_burn", "MinBurn"),
        ("max_burn", "MaxBurn"),
        ("bonds_moving_avg", "BondsMovingAverage"),
        ("serving_rate_limit", "ServingRateLimit"),
        ("max_validators", "MaxAllowedValidators"),
        ("commit_reveal_period", "RevealPeriodEpochs"),
        ("commit_reveal_weights_enabled", "CommitRevealWeightsEnabled"),
        ("liquid_alpha_enabled", "LiquidAlphaOn"),
    ];

    /// <summary>What the newest answer lists, in the runtime's order, with the kind of each value.</summary>
    private static readonly (string Name, string Kind)[] Listed =
    [
        ("kappa", "U16"),
        ("immunity_period", "U16"),
        ("min_allowed_weights", "U16"),
        ("max_weights_limit", "U16"),
        ("tempo", "U16"),
        ("weights_version", "U64"),
        ("weights_rate_limit", "U64"),
        ("activity_cutoff", "U64"),
        ("activity_cutoff_factor", "U32"),
        ("registration_allowed", "Bool"),
        ("target_regs_per_interval", "U16"),
        ("min_burn", "TaoBalance"),
        ("max_burn", "TaoBalance"),
        ("bonds_moving_avg", "U64"),
        ("max_regs_per_block", "U16"),
        ("serving_rate_limit", "U64"),
        ("max_validators", "U16"),
        ("commit_reveal_period", "U64"),
        ("commit_reveal_weights_enabled", "Bool"),
        ("alpha_high", "U16"),
        ("alpha_low", "U16"),
        ("liquid_alpha_enabled", "Bool"),
        ("alpha_sigmoid_steepness", "I32F32"),
        ("yuma_version", "U16"),
        ("subnet_is_active", "Bool"),
        ("transfers_enabled", "Bool"),
        ("bonds_reset_enabled", "Bool"),
        ("user_liquidity_enabled", "Bool"),
        ("owner_cut_enabled", "Bool"),
    ];

    /// <summary>The rules of a subnet, or null if there is none.</summary>
    public static object? Hyperparameters(StateReader state, ScaleValue netuid) =>
        state.Exists(netuid) ? ScaleValue.Struct(SharedFields(state, netuid)) : null;

    /// <summary>The rules with what came later: version of Yuma consensus and switches.</summary>
    public static object? HyperparametersV2(StateReader state, ScaleValue netuid) => state.Exists(netuid)
        ? ScaleValue.Struct([.. SharedFields(state, netuid), .. LaterFields(state, netuid)])
        : null;

    /// <summary>The rules as a list of names and values, without those that this chain has no notion of.</summary>
    public static object? HyperparametersV3(StateReader state, ScaleValue netuid)
    {
        if (!state.Exists(netuid))
            return null;
        var values = SharedFields(state, netuid).Concat(LaterFields(state, netuid)).ToDictionary(field => field.Name, field => field.Value);
        values["activity_cutoff_factor"] = state.Get("ActivityCutoffFactorMilli", netuid);
        values["owner_cut_enabled"] = true;
        return Listed.Select(entry => ScaleValue.Struct(
            ("name", Encoding.ASCII.GetBytes(entry.Name)), ("value", ScaleValue.Variant(entry.Kind, values[entry.Name]))));
    }

    private static IEnumerable<(string Name, object? Value)> LaterFields(StateReader state, ScaleValue netuid)
    {
        yield return ("alpha_sigmoid_steepness", ScaleValue.Struct(("bits", (long)state.Get("AlphaSigmoidSteepness", netuid).AsInteger() << 32)));
        yield return ("yuma_version", state.Get("Yuma3On", netuid).AsBool() ? 3 : 2);
        yield return ("subnet_is_active", state.Get("SubtokenEnabled", netuid));
        yield return ("transfers_enabled", state.Get("TransferToggle", netuid));
        yield return ("bonds_reset_enabled", state.Get("BondsResetOn", netuid));
        yield return ("user_liquidity_enabled", false);
    }

    public static IEnumerable<(string Name, object? Value)> SharedFields(StateReader state, ScaleValue netuid)
    {
        foreach ((string field, string entry) in Shared)
            yield return (field, state.Get(entry, netuid));
        ScaleValue alpha = state.Get("AlphaValues", netuid);
        yield return ("alpha_low", alpha[0]);
        yield return ("alpha_high", alpha[1]);
    }
}
