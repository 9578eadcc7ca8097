using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Reads a subnet's rules from storage in one round trip. What the runtime does not have keeps the record's default.</summary>
internal sealed class HyperparametersQuery(ChainState state, ushort netuid)
{
    private readonly Dictionary<string, ScaleValue> _values = new(StringComparer.Ordinal);

    private static readonly string[] Names =
    [
        "NetworksAdded", "Tempo", "Kappa", "MinAllowedWeights", "MaxWeightsLimit", "WeightsVersionKey", "WeightsSetRateLimit", "StakeThreshold",
        "ServingRateLimit", "ActivityCutoff", "MaxAllowedValidators", "MaxAllowedUids", "ImmunityPeriod", "Burn", "BondsMovingAverage", "BondsPenalty",
        "CommitRevealWeightsEnabled", "Yuma3On", "LiquidAlphaOn", "AlphaValues", "AlphaSigmoidSteepness", "NetworkRegistrationAllowed",
        "RevealPeriodEpochs", "NetworkPowRegistrationAllowed", "Difficulty",
    ];

    public async Task<SubnetHyperparameters> RunAsync(CancellationToken cancellationToken)
    {
        List<StorageQuery> queries = [];
        foreach (string name in Names)
            if (state.Metadata.TryGetStorage("SubtensorModule", name, out StorageEntry? entry))
                queries.Add(new StorageQuery(entry, entry.KeyTypes.Count == 0 ? [] : [netuid]));
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(queries, cancellationToken);
        for (int i = 0; i < queries.Count; i++)
            _values[queries[i].Entry.Name] = values[i];
        return _values["NetworksAdded"].AsBool() ? ToRecord() : throw MetagraphQuery.Missing(netuid);
    }

    private SubnetHyperparameters ToRecord()
    {
        var defaults = new SubnetHyperparameters();
        return new SubnetHyperparameters
        {
            Tempo = U16("Tempo", defaults.Tempo),
            Kappa = U16("Kappa", defaults.Kappa),
            MinAllowedWeights = U16("MinAllowedWeights", defaults.MinAllowedWeights),
            MaxWeightsLimit = U16("MaxWeightsLimit", defaults.MaxWeightsLimit),
            WeightsVersionKey = U64("WeightsVersionKey", defaults.WeightsVersionKey),
            WeightsSetRateLimit = U64("WeightsSetRateLimit", defaults.WeightsSetRateLimit),
            StakeThreshold = new Balance(U64("StakeThreshold", defaults.StakeThreshold.Rao)),
            ServingRateLimit = U64("ServingRateLimit", defaults.ServingRateLimit),
            ActivityCutoff = U64("ActivityCutoff", defaults.ActivityCutoff),
            MaxAllowedValidators = U16("MaxAllowedValidators", defaults.MaxAllowedValidators),
            MaxAllowedUids = U16("MaxAllowedUids", defaults.MaxAllowedUids),
            ImmunityPeriod = U16("ImmunityPeriod", defaults.ImmunityPeriod),
            BurnCost = new Balance(U64("Burn", defaults.BurnCost.Rao)),
            BondsMovingAverage = U64("BondsMovingAverage", defaults.BondsMovingAverage),
            BondsPenalty = U16("BondsPenalty", defaults.BondsPenalty),
            CommitRevealWeightsEnabled = Bool("CommitRevealWeightsEnabled", defaults.CommitRevealWeightsEnabled),
            Yuma3Enabled = Bool("Yuma3On", defaults.Yuma3Enabled),
            LiquidAlphaEnabled = Bool("LiquidAlphaOn", defaults.LiquidAlphaEnabled),
            AlphaLow = _values.TryGetValue("AlphaValues", out ScaleValue? alpha) ? alpha[0].AsUInt16() : defaults.AlphaLow,
            AlphaHigh = alpha is null ? defaults.AlphaHigh : alpha[1].AsUInt16(),
            AlphaSigmoidSteepness = _values.TryGetValue("AlphaSigmoidSteepness", out ScaleValue? steepness)
                ? (short)steepness.AsInteger()
                : defaults.AlphaSigmoidSteepness,
            RegistrationAllowed = Bool("NetworkRegistrationAllowed", defaults.RegistrationAllowed),
            CommitRevealPeriod = U64("RevealPeriodEpochs", defaults.CommitRevealPeriod),
            PowRegistrationAllowed = Bool("NetworkPowRegistrationAllowed", defaults.PowRegistrationAllowed),
            Difficulty = U64("Difficulty", defaults.Difficulty),
        };
    }

    private ushort U16(string name, ushort otherwise) => _values.TryGetValue(name, out ScaleValue? value) ? value.AsUInt16() : otherwise;

    private ulong U64(string name, ulong otherwise) => _values.TryGetValue(name, out ScaleValue? value) ? value.AsUInt64() : otherwise;

    private bool Bool(string name, bool otherwise) => _values.TryGetValue(name, out ScaleValue? value) ? value.AsBool() : otherwise;
}
