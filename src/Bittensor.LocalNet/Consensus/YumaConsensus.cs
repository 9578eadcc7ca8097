using Bittensor.Chain;

namespace Bittensor.LocalNet.Consensus;

/// <summary>Yuma consensus, versions 2 and 3, in the chain's fixed-point arithmetic: a pure function from a subnet's state to what
/// the epoch decides.</summary>
/// <remarks>Follows the epoch pallet of subtensor, spec 425. Timelocked commits are not part of it.</remarks>
public static class YumaConsensus
{
    /// <summary>Runs one epoch; index = uid.</summary>
    public static IReadOnlyList<YumaOutcome> Run(YumaInput input)
    {
        IReadOnlyList<YumaNeuron> neurons = input.Neurons;
        SubnetHyperparameters rules = input.Rules;
        int count = neurons.Count;
        bool IsOwner(int uid) => input.OwnerUid == uid;

        Fixed[] stake = StakeShares(input);
        bool[] active = [.. neurons.Select(neuron =>
            input.Block <= neuron.LastUpdate || input.Block - neuron.LastUpdate <= rules.ActivityCutoff)];
        bool[] permits = [.. neurons.Select((neuron, uid) => neuron.ValidatorPermit || IsOwner(uid))];
        bool[] newPermits = LargestStakes(stake, rules.MaxAllowedValidators);
        if (input.OwnerUid is ushort owner && owner < count)
            newPermits[owner] = true;
        Fixed[] activeStake = FixedVector.Normalized([.. stake.Select((share, uid) => active[uid] && permits[uid] ? share : Fixed.Zero)]);

        SparseMatrix weights = FromRows(count, neurons.Select(neuron => neuron.Weights), Fixed.FromInteger)
            .Select((row, column, value) =>
                permits[row] && (row != column || IsOwner(row)) && IsMeant(rules, neurons[row], neurons[column]) ? value : null)
            .RowsNormalized();
        Fixed[] consensus = WeightedMedian.OfColumns(weights, activeStake, Fixed.FromProportion(rules.Kappa));
        SparseMatrix clipped = weights.Select((_, column, value) =>
            value <= consensus[column] ? value : consensus[column] > Fixed.Zero ? consensus[column] : null);
        Fixed[] trust = clipped.RowSums();
        Fixed[] incentive = FixedVector.Normalized(clipped.TimesRows(activeStake));

        SparseMatrix weightsForBonds = Interpolate(weights, clipped, rules.BondsPenalty);
        (Fixed[] dividends, SparseMatrix bonds) = rules.Yuma3Enabled
            ? BondsOfYuma3(input, weightsForBonds, consensus, activeStake, incentive)
            : BondsOfYuma2(input, weightsForBonds, activeStake, incentive);
        ILookup<int, UidWeight> bondRows = ToRows(bonds);
        (Fixed[] server, Fixed[] validator, Fixed[] combined) = EmissionShares(incentive, dividends, activeStake, stake);

        return [.. Enumerable.Range(0, count).Select(uid => new YumaOutcome(
            stake[uid].ToProportion(),
            consensus[uid].ToProportion(),
            incentive[uid].ToProportion(),
            dividends[uid].ToProportion(),
            trust[uid].ToProportion(),
            newPermits[uid],
            active[uid],
            server[uid].Of(input.Emission),
            validator[uid].Of(input.Emission),
            combined[uid].Of(input.Emission),
            newPermits[uid] ? [.. bondRows[uid]] : permits[uid] ? [] : neurons[uid].Bonds))];
    }

    /// <summary>False for a weight that was given, or is committed to, before the neuron came to its uid.</summary>
    private static bool IsMeant(SubnetHyperparameters rules, YumaNeuron validator, YumaNeuron target) =>
        validator.LastUpdate > target.RegisteredAt
        && !(rules.CommitRevealWeightsEnabled && validator.CommittedAt < target.RegisteredAt);

    /// <summary>Shares of the stake that reaches the threshold. 96 bits keep what the runtime's I64F64 keeps of a quotient cut to
    /// 32 fractional bits.</summary>
    private static Fixed[] StakeShares(YumaInput input)
    {
        ulong[] stakes = [.. input.Neurons.Select((neuron, uid) =>
            neuron.Stake >= input.Rules.StakeThreshold.Rao || input.OwnerUid == uid ? neuron.Stake : 0)];
        UInt128 sum = stakes.Aggregate(UInt128.Zero, (total, stake) => total + stake);
        return [.. stakes.Select(stake => sum == 0 ? Fixed.Zero : new Fixed((long)(((UInt128)stake << 32) / sum)))];
    }

    /// <summary>Of equal stakes the higher uid wins, as the runtime's stable ascending sort has it.</summary>
    private static bool[] LargestStakes(Fixed[] stake, int allowed)
    {
        bool[] chosen = [.. stake.Select(share => share != Fixed.Zero)];
        foreach (int loser in Enumerable.Range(0, stake.Length).OrderBy(uid => stake[uid]).Take(Math.Max(0, stake.Length - allowed)))
            chosen[loser] = false;
        return chosen;
    }

    /// <summary>Weights between the given and the clipped ones. At the two ends the matrix is taken as it is, with its explicit
    /// zeros.</summary>
    private static SparseMatrix Interpolate(SparseMatrix weights, SparseMatrix clipped, ushort penalty)
    {
        if (penalty == 0)
            return weights;
        if (penalty == ushort.MaxValue)
            return clipped;
        Fixed ratio = Fixed.FromProportion(penalty);
        return weights.Select((row, column, weight) =>
        {
            Fixed value = weight + ratio * (clipped.ValueOrZero(row, column) - weight);
            return value > Fixed.Zero ? value : null;
        });
    }

    private static (Fixed[] Dividends, SparseMatrix Bonds) BondsOfYuma2(
        YumaInput input, SparseMatrix weights, Fixed[] activeStake, Fixed[] incentive)
    {
        SparseMatrix old = StoredBonds(input, Fixed.FromInteger).ColumnsNormalized();
        SparseMatrix bought = weights.Select((row, _, weight) => weight * activeStake[row]).ColumnsNormalized();
        SparseMatrix bonds = SparseMatrix.MovingAverage(bought, old, MemoryFactor(input.Rules)).ColumnsNormalized();
        return (FixedVector.Normalized(bonds.TimesColumns(incentive)), bonds.ColumnsUpscaled());
    }

    private static (Fixed[] Dividends, SparseMatrix Bonds) BondsOfYuma3(
        YumaInput input, SparseMatrix weights, Fixed[] consensus, Fixed[] activeStake, Fixed[] incentive)
    {
        SparseMatrix old = StoredBonds(input, bond => Fixed.FromProportion((ushort)bond));
        SparseMatrix bonds = input.Rules.LiquidAlphaEnabled && consensus.Any(value => value != Fixed.Zero)
            ? LiquidAlpha.Apply(weights, old, consensus, input.Rules)
            : SparseMatrix.MovingAverage(weights, old, MemoryFactor(input.Rules));
        Fixed[] earned = bonds.ColumnsNormalized().TimesColumns(incentive);
        return (FixedVector.Normalized([.. earned.Select((value, uid) => activeStake[uid] * value)]), bonds);
    }

    /// <summary>Weight of the newest epoch in the bonds' moving average.</summary>
    private static Fixed MemoryFactor(SubnetHyperparameters rules) => Fixed.One - Fixed.FromRatio(rules.BondsMovingAverage, 1_000_000);

    /// <summary>Bonds as stored, without those on neurons that have been registered since the last epoch.</summary>
    private static SparseMatrix StoredBonds(YumaInput input, Func<long, Fixed> convert)
    {
        ulong tempo = input.Rules.Tempo;
        ulong lastTempo = input.LastEpochBlock > 0 ? input.LastEpochBlock + 1 : input.Block - Math.Min(input.Block, tempo);
        return FromRows(input.Neurons.Count, input.Neurons.Select(neuron => neuron.Bonds), convert)
            .Select((_, column, value) => lastTempo > input.Neurons[column].RegisteredAt ? value : null);
    }

    /// <summary>Miners and validators halve the emission when both have earned; when nobody has, it goes by stake.</summary>
    private static (Fixed[] Server, Fixed[] Validator, Fixed[] Combined) EmissionShares(
        Fixed[] incentive, Fixed[] dividends, Fixed[] activeStake, Fixed[] stake)
    {
        Fixed[] both = [.. incentive.Zip(dividends, (miner, validator) => miner + validator)];
        Fixed total = FixedVector.Sum(both);
        if (total != Fixed.Zero)
            return (OfTotal(incentive), OfTotal(dividends), OfTotal(both));
        Fixed[] byStake = activeStake.All(share => share == Fixed.Zero) ? stake : activeStake;
        return (new Fixed[stake.Length], byStake, byStake);

        Fixed[] OfTotal(Fixed[] shares) => [.. shares.Select(share => share / total)];
    }

    private static SparseMatrix FromRows(int size, IEnumerable<IReadOnlyList<UidWeight>> rows, Func<long, Fixed> convert)
    {
        var matrix = new SparseMatrix(size);
        foreach ((int row, IReadOnlyList<UidWeight> entries) in rows.Index())
            foreach (UidWeight entry in entries)
                if (entry.Uid < size)
                    matrix[row, entry.Uid] = convert(entry.Weight);
        return matrix;
    }

    private static ILookup<int, UidWeight> ToRows(SparseMatrix matrix) =>
        matrix.Entries().ToLookup(entry => entry.Row, entry => new UidWeight((ushort)entry.Column, entry.Value.ToProportion()));
}
