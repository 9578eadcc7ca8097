using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Ledger;

/// <summary>set_weights: the chain's checks in the chain's order, then the weights scaled so that the largest is 65535.</summary>
internal static class WeightSetting
{
    public static void Set(LedgerState state, Extrinsic.SetWeights call, List<ChainEvent> events)
    {
        if (state.FindSubnet(call.Netuid)?.Rules.CommitRevealWeightsEnabled ?? false)
            throw new ChainException("CommitRevealEnabled", $"Subnet {call.Netuid} takes weights by commit and reveal only.");
        Apply(state, call, revealed: false, events);
    }

    /// <summary>Sets weights that were committed before: the commit was what counts as the update.</summary>
    public static void SetRevealed(LedgerState state, Extrinsic.SetWeights call, List<ChainEvent> events) =>
        Apply(state, call, revealed: true, events);

    /// <summary>True if a neuron may update its weights in this block.</summary>
    public static bool PassesRateLimit(Neuron neuron, SubnetHyperparameters rules, ulong block) =>
        neuron.LastUpdate == 0 || block - neuron.LastUpdate >= rules.WeightsSetRateLimit;

    public static void RequirePairs(IReadOnlyList<ushort> uids, IReadOnlyList<ushort> values)
    {
        if (uids.Count != values.Count)
            throw new ChainException("WeightVecNotEqualSize", $"{uids.Count} uids come with {values.Count} weights; each uid needs one weight.");
    }

    private static void Apply(LedgerState state, Extrinsic.SetWeights call, bool revealed, List<ChainEvent> events)
    {
        if (call.Netuid == 0)
            throw new ChainException("CanNotSetRootNetworkWeights", "The root network (netuid 0) takes no weights; name a subnet.");
        RequirePairs(call.Uids, call.Values);
        Subnet subnet = state.GetSubnet(call.Netuid);
        ushort uid = Check(state, subnet, call, revealed);

        Neuron neuron = subnet.Neurons[uid];
        subnet.Update(uid, neuron with
        {
            Weights = [.. call.Uids.Zip(MaxUpscaled(call.Values), (target, value) => new UidWeight(target, value))],
            LastUpdate = revealed ? neuron.LastUpdate : state.BlockNumber,
        });
        events.Add(new ChainEvent.WeightsSet(call.Netuid, uid));
    }

    private static ushort Check(LedgerState state, Subnet subnet, Extrinsic.SetWeights call, bool revealed)
    {
        SubnetHyperparameters rules = subnet.Rules;
        int count = subnet.Neurons.Count;
        if (call.Uids.Count > count)
            throw new ChainException(
                "UidsLengthExceedUidsInSubNet",
                $"{call.Uids.Count} weights for the {count} neurons of subnet {subnet.Netuid}.");
        if (subnet.FindUid(call.Hotkey) is not ushort uid)
            throw new ChainException(
                "HotKeyNotRegisteredInSubNet",
                $"The hotkey {call.Hotkey} has no uid on subnet {subnet.Netuid}; register it first.");
        var stake = new Balance(state.Stakes.On(subnet.Netuid, call.Hotkey));
        if (stake < rules.StakeThreshold)
            throw new ChainException(
                "NotEnoughStakeToSetWeights",
                $"Weights need a stake of {rules.StakeThreshold}; the hotkey has {stake}.");
        if (rules.WeightsVersionKey > call.VersionKey)
            throw new ChainException(
                "IncorrectWeightVersionKey",
                $"Version key {call.VersionKey} is older than the subnet's {rules.WeightsVersionKey}; update the validator.");
        Neuron neuron = subnet.Neurons[uid];
        if (!revealed && !PassesRateLimit(neuron, rules, state.BlockNumber))
            throw new ChainException(
                "SettingWeightsTooFast",
                $"The last update was in block {neuron.LastUpdate}; the next may come in block {neuron.LastUpdate + rules.WeightsSetRateLimit}, this is block {state.BlockNumber}.");
        bool selfWeight = call.Uids.Count == 1 && call.Uids[0] == uid;
        if (!neuron.ValidatorPermit && !selfWeight && call.Hotkey != subnet.OwnerHotkey)
            throw new ChainException(
                "NeuronNoValidatorPermit",
                $"Uid {uid} has no validator permit; permits go to the largest stakes at each epoch.");
        if (call.Uids.Distinct().Count() != call.Uids.Count)
            throw new ChainException("DuplicateUids", "A uid appears more than once.");
        if (call.Uids.Any(target => target >= count))
            throw new ChainException(
                "UidVecContainInvalidOne",
                $"Uid {call.Uids.First(target => target >= count)} is none of the {count} neurons of subnet {subnet.Netuid}.");
        int least = Math.Min(count, rules.MinAllowedWeights);
        if (call.Uids.Count < least && !selfWeight)
            throw new ChainException(
                "WeightVecLengthIsLow",
                $"{call.Uids.Count} weights; subnet {subnet.Netuid} asks for at least {least}.");
        if (!selfWeight && ExceedsLimit(call.Values, rules.MaxWeightsLimit))
            throw new ChainException("MaxWeightExceeded", $"One weight takes more than {rules.MaxWeightsLimit}/65535 of the sum.");
        return uid;
    }

    private static bool ExceedsLimit(IReadOnlyList<ushort> values, ushort limit)
    {
        ulong sum = values.Aggregate(0UL, (total, value) => total + value);
        return limit != ushort.MaxValue && sum > 0 && Fixed.FromRatio(values.Max(), sum) > Fixed.FromProportion(limit);
    }

    private static IEnumerable<ushort> MaxUpscaled(IReadOnlyList<ushort> values)
    {
        ushort max = values.Count == 0 ? (ushort)0 : values.Max();
        if (max == 0)
            return values;
        // Above 32768 the product with 65535 would leave I32F32's range, so the runtime divides first there.
        return values.Select(value => Rounded(max > 32768
            ? Fixed.FromInteger(value) * Fixed.FromRatio(ushort.MaxValue, max)
            : Fixed.FromInteger((long)value * ushort.MaxValue) / Fixed.FromInteger(max)));

        static ushort Rounded(Fixed value) => (ushort)Math.Min((value + Fixed.Half).Raw >> 32, ushort.MaxValue);
    }
}
