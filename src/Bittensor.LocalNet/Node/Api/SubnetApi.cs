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

    /// <summary>The rules of a subnet, or null if there is none.</summary>
    public static object? Hyperparameters(StateReader state, ScaleValue netuid) =>
        state.Exists(netuid) ? ScaleValue.Struct(SharedFields(state, netuid)) : null;

    public static IEnumerable<(string, object?)> SharedFields(StateReader state, ScaleValue netuid)
    {
        foreach ((string field, string entry) in Shared)
            yield return (field, state.Get(entry, netuid));
        ScaleValue alpha = state.Get("AlphaValues", netuid);
        yield return ("alpha_low", alpha[0]);
        yield return ("alpha_high", alpha[1]);
    }
}
