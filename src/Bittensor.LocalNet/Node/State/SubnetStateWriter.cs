using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.State;

/// <summary>Writes one subnet: rules, totals, the vectors over its neurons, and each neuron's own entries.</summary>
internal static class SubnetStateWriter
{
    public static void Write(StateWriter writer, LedgerState state, Subnet subnet)
    {
        WriteRules(writer, subnet.Netuid, subnet.Rules);
        WriteProgress(writer, state, subnet);
        WriteVectors(writer, subnet);
        foreach ((int uid, Neuron neuron) in subnet.Neurons.Index())
            WriteNeuron(writer, subnet.Netuid, uid, neuron);
        // The last number is a bound that the runtime does not use any more.
        foreach ((var hotkey, IReadOnlyList<WeightCommit> commits) in subnet.Commits)
            writer.Put("WeightCommits", commits.Select(commit => (object)(commit.Hash, commit.Epoch, commit.Block, 0)), subnet.Netuid, hotkey);
    }

    private static void WriteRules(StateWriter writer, ushort netuid, SubnetHyperparameters rules)
    {
        writer.Put("Tempo", rules.Tempo, netuid);
        writer.Put("Kappa", rules.Kappa, netuid);
        writer.Put("MinAllowedWeights", rules.MinAllowedWeights, netuid);
        writer.Put("MaxWeightsLimit", rules.MaxWeightsLimit, netuid);
        writer.Put("WeightsVersionKey", rules.WeightsVersionKey, netuid);
        writer.Put("WeightsSetRateLimit", rules.WeightsSetRateLimit, netuid);
        writer.Put("ServingRateLimit", rules.ServingRateLimit, netuid);
        writer.Put("ActivityCutoff", (ushort)Math.Min(rules.ActivityCutoff, ushort.MaxValue), netuid);
        ulong factor = Math.Min(rules.ActivityCutoff, uint.MaxValue) * 1000 / Math.Max(1UL, rules.Tempo);
        writer.Put("ActivityCutoffFactorMilli", (uint)Math.Min(factor, uint.MaxValue), netuid);
        writer.Put("MaxAllowedValidators", rules.MaxAllowedValidators, netuid);
        writer.Put("MaxAllowedUids", rules.MaxAllowedUids, netuid);
        writer.Put("ImmunityPeriod", rules.ImmunityPeriod, netuid);
        writer.Put("Burn", rules.BurnCost.Rao, netuid);
        writer.Put("MinBurn", rules.BurnCost.Rao, netuid);
        writer.Put("MaxBurn", rules.BurnCost.Rao, netuid);
        writer.Put("BondsMovingAverage", rules.BondsMovingAverage, netuid);
        writer.Put("BondsPenalty", rules.BondsPenalty, netuid);
        writer.Put("CommitRevealWeightsEnabled", rules.CommitRevealWeightsEnabled, netuid);
        writer.Put("Yuma3On", rules.Yuma3Enabled, netuid);
        writer.Put("LiquidAlphaOn", rules.LiquidAlphaEnabled, netuid);
        writer.Put("AlphaValues", (rules.AlphaLow, rules.AlphaHigh), netuid);
        writer.Put("AlphaSigmoidSteepness", rules.AlphaSigmoidSteepness, netuid);
        writer.Put("NetworkRegistrationAllowed", rules.RegistrationAllowed, netuid);
        writer.Put("NetworkPowRegistrationAllowed", rules.PowRegistrationAllowed, netuid);
        writer.Put("Difficulty", rules.Difficulty, netuid);
        writer.Put("MinDifficulty", rules.Difficulty, netuid);
        writer.Put("MaxDifficulty", rules.Difficulty, netuid);
        writer.Put("RevealPeriodEpochs", rules.CommitRevealPeriod, netuid);
    }

    private static void WriteProgress(StateWriter writer, LedgerState state, Subnet subnet)
    {
        ushort netuid = subnet.Netuid;
        ulong staked = state.Stakes.All.Where(stake => stake.Netuid == netuid).Aggregate(0UL, (sum, stake) => sum + stake.Amount);
        writer.Put("NetworksAdded", value: true, netuid);
        writer.Put("SubtokenEnabled", value: true, netuid);
        writer.Put("SubnetworkN", subnet.Neurons.Count, netuid);
        writer.Put("SubnetOwner", subnet.OwnerColdkey, netuid);
        writer.Put("SubnetOwnerHotkey", subnet.OwnerHotkey, netuid);
        writer.Put("NetworkRegisteredAt", subnet.CreatedAt, netuid);
        writer.Put("FirstEmissionBlockNumber", subnet.CreatedAt + 1, netuid);
        writer.Put("SubnetEpochIndex", subnet.EpochIndex, netuid);
        writer.Put("LastEpochBlock", subnet.LastEpochBlock, netuid);
        writer.Put("LastMechansimStepBlock", subnet.LastEpochBlock, netuid);
        writer.Put("BlocksSinceLastStep", state.BlockNumber - subnet.TempoStart, netuid);
        writer.Put("PendingServerEmission", subnet.PendingServer, netuid);
        writer.Put("PendingValidatorEmission", subnet.PendingValidator, netuid);
        writer.Put("PendingOwnerCut", subnet.PendingOwner, netuid);
        // A stable subnet (mechanism 0): TAO and alpha are one, at the price 1.
        writer.Put("SubnetMechanism", 0, netuid);
        writer.Put("SubnetTAO", staked, netuid);
        writer.Put("SubnetAlphaOut", staked, netuid);
        writer.Put("SubnetMovingPrice", ScaleValue.Struct(("bits", 1L << 32)), netuid);
    }

    private static void WriteVectors(StateWriter writer, Subnet subnet)
    {
        writer.Put("Active", subnet.Neurons.Select(neuron => neuron.LastOutcome?.Active ?? true), subnet.Netuid);
        writer.Put("ValidatorPermit", subnet.Neurons.Select(neuron => neuron.ValidatorPermit), subnet.Netuid);
        writer.Put("LastUpdate", subnet.Neurons.Select(neuron => neuron.LastUpdate), subnet.Netuid);
        writer.Put("Emission", subnet.Neurons.Select(neuron => neuron.LastPaid), subnet.Netuid);
        PutOutcomes("StakeWeight", outcome => outcome.StakeWeight);
        PutOutcomes("Consensus", outcome => outcome.Consensus);
        PutOutcomes("Incentive", outcome => outcome.Incentive);
        PutOutcomes("Dividends", outcome => outcome.Dividends);
        PutOutcomes("ValidatorTrust", outcome => outcome.ValidatorTrust);

        void PutOutcomes(string entry, Func<YumaOutcome, ushort> value) =>
            writer.Put(
                entry,
                subnet.Neurons.Select(neuron => neuron.LastOutcome is { } outcome ? value(outcome) : (ushort)0),
                subnet.Netuid);
    }

    private static void WriteNeuron(StateWriter writer, ushort netuid, int uid, Neuron neuron)
    {
        writer.Put("Uids", uid, netuid, neuron.Hotkey);
        writer.Put("Keys", neuron.Hotkey, netuid, uid);
        writer.Put("IsNetworkMember", value: true, neuron.Hotkey, netuid);
        writer.Put("BlockAtRegistration", neuron.RegisteredAt, netuid, uid);
        if (neuron.Weights.Count > 0)
            writer.Put("Weights", Pairs(neuron.Weights), netuid, uid);
        if (neuron.LastOutcome?.Bonds is { Count: > 0 } bonds)
            writer.Put("Bonds", Pairs(bonds), netuid, uid);
        if (neuron.AxonServedAt is ulong servedAt)
            writer.Put("Axons", Axon(neuron.Axon, servedAt), netuid, neuron.Hotkey);
        if (neuron.Prometheus is { } endpoint)
            writer.Put("Prometheus", Prometheus(endpoint), netuid, neuron.Hotkey);
        if (neuron.Certificate is { Length: > 0 } certificate)
            writer.Put(
                "NeuronCertificates",
                ScaleValue.Struct(("public_key", certificate[1..]), ("algorithm", certificate.Span[0])),
                netuid,
                neuron.Hotkey);
    }

    private static IEnumerable<object> Pairs(IEnumerable<UidWeight> entries) => entries.Select(entry => (object)(entry.Uid, entry.Weight));

    private static ScaleValue Axon(AxonInfo axon, ulong block) => ScaleValue.Struct(
        ("block", block),
        ("version", axon.Version),
        ("ip", CallWriter.Number(axon.Address)),
        ("port", axon.Port),
        ("ip_type", CallWriter.IpType(axon.Address)),
        ("protocol", axon.Protocol),
        ("placeholder1", 0),
        ("placeholder2", 0));

    private static ScaleValue Prometheus(PrometheusInfo endpoint) => ScaleValue.Struct(
        ("block", endpoint.Block),
        ("version", endpoint.Version),
        ("ip", CallWriter.Number(endpoint.Address)),
        ("port", endpoint.Port),
        ("ip_type", CallWriter.IpType(endpoint.Address)));
}
