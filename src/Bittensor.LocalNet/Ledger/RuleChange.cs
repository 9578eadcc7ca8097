using Bittensor.Chain;

namespace Bittensor.LocalNet.Ledger;

/// <summary>A call that changes one rule of a subnet: <c>sudo_set_…</c> of the pallet AdminUtils.</summary>
/// <param name="Call">The call's name.</param>
/// <param name="OwnerMay">The subnet's owner may make it, not only root.</param>
/// <param name="Event">The event of SubtensorModule that tells of the change, with netuid and value; null for none.</param>
/// <param name="Change">The rules with the call's values.</param>
/// <param name="IsSwitch">The value is true or false.</param>
internal sealed record RuleChange(
    string Call,
    bool OwnerMay,
    string? Event,
    Func<SubnetHyperparameters, IReadOnlyList<Int128>, SubnetHyperparameters> Change,
    bool IsSwitch = false)
{
    /// <summary>Every such call that the ledger carries out, by name.</summary>
    public static IReadOnlyDictionary<string, RuleChange> All { get; } = new RuleChange[]
    {
        new("sudo_set_serving_rate_limit", true, "ServingRateLimitSet", (rules, to) => rules with { ServingRateLimit = ulong.CreateChecked(to[0]) }),
        new("sudo_set_weights_version_key", true, "WeightsVersionKeySet", (rules, to) => rules with { WeightsVersionKey = ulong.CreateChecked(to[0]) }),
        new("sudo_set_weights_set_rate_limit", false, "WeightsSetRateLimitSet", (rules, to) => rules with { WeightsSetRateLimit = ulong.CreateChecked(to[0]) }),
        new("sudo_set_immunity_period", true, "ImmunityPeriodSet", (rules, to) => rules with { ImmunityPeriod = ushort.CreateChecked(to[0]) }),
        new("sudo_set_min_allowed_weights", true, "MinAllowedWeightSet", (rules, to) => rules with { MinAllowedWeights = ushort.CreateChecked(to[0]) }),
        new("sudo_set_max_allowed_uids", true, "MaxAllowedUidsSet", (rules, to) => rules with { MaxAllowedUids = ushort.CreateChecked(to[0]) }),
        new("sudo_set_kappa", false, "KappaSet", (rules, to) => rules with { Kappa = ushort.CreateChecked(to[0]) }),
        new("sudo_set_activity_cutoff", true, "ActivityCutoffSet", (rules, to) => rules with { ActivityCutoff = ushort.CreateChecked(to[0]) }),
        new("sudo_set_network_registration_allowed", false, "RegistrationAllowed", (rules, to) => rules with { RegistrationAllowed = to[0] != 0 }, IsSwitch: true),
        new("sudo_set_network_pow_registration_allowed", true, "PowRegistrationAllowed", (rules, to) => rules with { PowRegistrationAllowed = to[0] != 0 }, IsSwitch: true),
        // The price of a registration does not move here, so its two bounds are the price itself.
        new("sudo_set_min_burn", true, "MinBurnSet", (rules, to) => rules with { BurnCost = new Balance(ulong.CreateChecked(to[0])) }),
        new("sudo_set_max_burn", true, "MaxBurnSet", (rules, to) => rules with { BurnCost = new Balance(ulong.CreateChecked(to[0])) }),
        new("sudo_set_difficulty", false, "DifficultySet", (rules, to) => rules with { Difficulty = ulong.CreateChecked(to[0]) }),
        new("sudo_set_max_allowed_validators", false, "MaxAllowedValidatorsSet", (rules, to) => rules with { MaxAllowedValidators = ushort.CreateChecked(to[0]) }),
        new("sudo_set_bonds_moving_average", true, "BondsMovingAverageSet", (rules, to) => rules with { BondsMovingAverage = ulong.CreateChecked(to[0]) }),
        new("sudo_set_tempo", false, "TempoSet", (rules, to) => rules with { Tempo = ushort.CreateChecked(to[0]) }),
        new("sudo_set_commit_reveal_weights_enabled", true, "CommitRevealEnabled", (rules, to) => rules with { CommitRevealWeightsEnabled = to[0] != 0 }, IsSwitch: true),
        new("sudo_set_commit_reveal_weights_interval", true, "CommitRevealPeriodsSet", (rules, to) => rules with { CommitRevealPeriod = ulong.CreateChecked(to[0]) }),
        new("sudo_set_liquid_alpha_enabled", true, null, (rules, to) => rules with { LiquidAlphaEnabled = to[0] != 0 }, IsSwitch: true),
        new("sudo_set_alpha_values", true, null, (rules, to) => rules with { AlphaLow = ushort.CreateChecked(to[0]), AlphaHigh = ushort.CreateChecked(to[1]) }),
        new("sudo_set_alpha_sigmoid_steepness", true, "AlphaSigmoidSteepnessSet", (rules, to) => rules with { AlphaSigmoidSteepness = short.CreateChecked(to[0]) }),
        new("sudo_set_bonds_penalty", true, "BondsPenaltySet", (rules, to) => rules with { BondsPenalty = ushort.CreateChecked(to[0]) }),
        new("sudo_set_yuma3_enabled", true, null, (rules, to) => rules with { Yuma3Enabled = to[0] != 0 }, IsSwitch: true),
    }.ToDictionary(change => change.Call, StringComparer.Ordinal);
}
