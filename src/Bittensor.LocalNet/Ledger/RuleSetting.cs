using Bittensor.Chain;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Changes of a subnet's rules, by calls of the pallet AdminUtils or at once.</summary>
internal static class RuleSetting
{
    /// <summary>Of the runtime: most uids of a subnet.</summary>
    private const ushort MaxUids = 256;

    /// <summary>Of the runtime: longest wait for a reveal, in epochs.</summary>
    private const ulong MaxRevealPeriod = 100;

    /// <summary>Of the runtime: the lower bound of liquid alpha's values.</summary>
    private const ushort MinAlpha = ushort.MaxValue / 40;

    /// <summary>Of the runtime: the longest bond memory that an owner may choose, in millionths.</summary>
    private const ulong OwnersMaxBondsMovingAverage = 975_000;

    public static void Set(LedgerState state, Extrinsic.SetHyperparameter call, bool asRoot, List<ChainEvent> events)
    {
        if (!RuleChange.All.TryGetValue(call.Call, out RuleChange? change))
            throw new ChainException("CallDisabled", $"The local chain does not know the call {call.Call}.");
        Subnet? subnet = state.FindSubnet(call.Netuid);
        if (!asRoot && !(change.OwnerMay && subnet?.OwnerColdkey == call.Signer))
            throw new ChainException(
                "BadOrigin", $"{call.Call} is for {(change.OwnerMay ? "the subnet's owner or " : "")}root: make the call through sudo.");
        if (subnet is null)
            throw new ChainException("SubnetDoesNotExist", $"There is no subnet {call.Netuid} on this chain.");
        SubnetHyperparameters rules = change.Change(subnet.Rules, call.Values);
        RequireBounds(call, rules, subnet.Neurons.Count, asRoot);
        RequireValid(rules, subnet.Neurons.Count);

        if (call.Call == "sudo_set_tempo")
            subnet.RestartTempo(state.BlockNumber);
        subnet.SetRules(rules);
        events.Add(new ChainEvent.HyperparameterSet(call.Netuid, call.Call, call.Values));
    }

    /// <exception cref="ChainException">InvalidValue or AlphaLowOutOfRange: rules that cannot be.</exception>
    public static void RequireValid(SubnetHyperparameters rules, int neurons)
    {
        if (rules.MaxAllowedUids < Math.Max(1, neurons))
            throw new ChainException(
                "InvalidValue",
                $"MaxAllowedUids is {rules.MaxAllowedUids}, below the {neurons} neurons that are there.");
        if (rules.BondsMovingAverage > 1_000_000)
            throw new ChainException(
                "InvalidValue",
                $"BondsMovingAverage is {rules.BondsMovingAverage}; it is given in millionths, at most 1000000.");
        if (rules.AlphaLow > rules.AlphaHigh)
            throw new ChainException("AlphaLowOutOfRange", $"AlphaLow {rules.AlphaLow} is above AlphaHigh {rules.AlphaHigh}.");
    }

    /// <summary>What the pallet asks of the values that a call brings.</summary>
    private static void RequireBounds(Extrinsic.SetHyperparameter call, SubnetHyperparameters rules, int neurons, bool asRoot)
    {
        (bool Broken, string Error) bound = call.Call switch
        {
            "sudo_set_max_allowed_uids" when rules.MaxAllowedUids < neurons => (true, "MaxAllowedUIdsLessThanCurrentUIds"),
            "sudo_set_max_allowed_uids" => (rules.MaxAllowedUids > MaxUids, "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids"),
            "sudo_set_max_allowed_validators" => (rules.MaxAllowedValidators > rules.MaxAllowedUids, "MaxValidatorsLargerThanMaxUIds"),
            "sudo_set_bonds_moving_average" =>
                (!asRoot && rules.BondsMovingAverage > OwnersMaxBondsMovingAverage, "BondsMovingAverageMaxReached"),
            "sudo_set_commit_reveal_weights_interval" when rules.CommitRevealPeriod < 1 => (true, "RevealPeriodTooSmall"),
            "sudo_set_commit_reveal_weights_interval" => (rules.CommitRevealPeriod > MaxRevealPeriod, "RevealPeriodTooLarge"),
            "sudo_set_alpha_sigmoid_steepness" => (!asRoot && rules.AlphaSigmoidSteepness < 0, "NegativeSigmoidSteepness"),
            "sudo_set_alpha_values" when !rules.LiquidAlphaEnabled => (true, "LiquidAlphaDisabled"),
            "sudo_set_alpha_values" when rules.AlphaHigh < MinAlpha => (true, "AlphaHighTooLow"),
            "sudo_set_alpha_values" => (rules.AlphaLow < MinAlpha || rules.AlphaLow > rules.AlphaHigh, "AlphaLowOutOfRange"),
            _ => (false, ""),
        };
        if (bound.Broken)
            throw new ChainException(bound.Error, $"{call.Call}({string.Join(", ", call.Values)}) is out of bounds for subnet {call.Netuid}.");
    }
}
