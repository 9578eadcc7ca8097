using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bittensor.LocalNet.Tests.Consensus;

/// <summary>What the published vectors do not cover.</summary>
[Trait("Area", "chain")]
public sealed class YumaConsensusTests
{
    [Fact]
    public void A_self_weight_counts_for_the_owner_alone()
    {
        YumaNeuron[] neurons = [Validator(100, new UidWeight(0, 65535)), Validator(100, new UidWeight(1, 65535))];

        IReadOnlyList<YumaOutcome> outcomes = Run(neurons, new() { Kappa = 0 }, owner: 0);

        outcomes[0].Incentive.ShouldBe((ushort)65535);
        outcomes[1].Incentive.ShouldBe((ushort)0);
    }

    [Fact]
    public void The_owner_votes_without_a_permit_of_its_own_and_without_the_minimal_stake()
    {
        YumaNeuron owner = Validator(10, new UidWeight(1, 65535)) with { ValidatorPermit = false };
        YumaNeuron[] neurons = [owner, new YumaNeuron { Stake = 0 }];
        SubnetHyperparameters rules = new() { StakeThreshold = new Balance(11), MaxAllowedValidators = 0 };

        Run(neurons, rules, owner: 0)[1].Incentive.ShouldBe((ushort)65535);
        Run(neurons, rules, owner: 0)[0].ValidatorPermit.ShouldBeTrue();
        Run(neurons, rules, owner: null)[1].Incentive.ShouldBe((ushort)0);
    }

    [Fact]
    public void Stake_below_the_threshold_has_no_vote()
    {
        YumaNeuron[] neurons = [Validator(10, new UidWeight(2, 65535)), Validator(9, new UidWeight(3, 65535)), new() { Stake = 0 }, new() { Stake = 0 }];

        IReadOnlyList<YumaOutcome> outcomes = Run(neurons, new() { StakeThreshold = new Balance(10) });

        outcomes[0].StakeWeight.ShouldBe((ushort)65535);
        outcomes[1].StakeWeight.ShouldBe((ushort)0);
        outcomes[2].Incentive.ShouldBe((ushort)65535);
    }

    [Theory]
    [InlineData(0ul, false)]
    [InlineData(9ul, true)]
    [InlineData(ulong.MaxValue, true)]
    public void A_neuron_is_active_up_to_the_cutoff(ulong cutoff, bool active) =>
        Run([Validator(1) with { LastUpdate = 91 }], new() { ActivityCutoff = cutoff })[0].Active.ShouldBe(active);

    [Fact]
    public void Of_equal_stakes_the_higher_uids_get_the_permits()
    {
        YumaNeuron[] neurons = [Validator(5), Validator(5), Validator(5), Validator(0)];

        Run(neurons, new() { MaxAllowedValidators = 2 }).Select(outcome => outcome.ValidatorPermit).ShouldBe([false, true, true, false]);
    }

    [Fact]
    public void A_weight_on_a_neuron_that_was_registered_later_is_void()
    {
        YumaNeuron validator = Validator(1, new UidWeight(1, 1), new UidWeight(2, 1));
        YumaNeuron[] neurons = [validator, new() { Stake = 0, RegisteredAt = 99 }, new() { Stake = 0, RegisteredAt = 98 }];

        IReadOnlyList<YumaOutcome> outcomes = Run(neurons, new());

        outcomes[1].Incentive.ShouldBe((ushort)0);
        outcomes[2].Incentive.ShouldBe((ushort)65535);
    }

    [Theory]
    [InlineData((ushort)0, 6553)]
    [InlineData((ushort)32768, 3276)]
    [InlineData((ushort)65535, 0)]
    public void The_bonds_penalty_takes_bonds_bought_against_the_consensus(ushort penalty, int bond)
    {
        // Uid 1 weighs miner 3, which the majority does not: the weight is clipped to nothing, the bond to (1 - penalty) of a tenth.
        YumaNeuron[] neurons = [Validator(60, new UidWeight(2, 1)), Validator(40, new UidWeight(3, 1)), new() { Stake = 0 }, new() { Stake = 0 }];

        IReadOnlyList<YumaOutcome> outcomes = Run(neurons, new() { Yuma3Enabled = true, BondsPenalty = penalty });

        outcomes[1].ValidatorTrust.ShouldBe((ushort)0);
        outcomes[1].Bonds.Sum(entry => entry.Weight).ShouldBeInRange(bond - 1, bond + 1);
    }

    [Fact]
    public void Bonds_stay_as_they_are_without_a_permit_and_vanish_with_its_loss()
    {
        UidWeight[] bonds = [new(1, 500)];
        YumaNeuron[] neurons = [new() { Stake = 1, Bonds = bonds }, new() { Stake = 1, Bonds = bonds, ValidatorPermit = true }, Validator(9)];

        IReadOnlyList<YumaOutcome> outcomes = Run(neurons, new() { MaxAllowedValidators = 1 });

        outcomes[0].Bonds.ShouldBe(bonds);
        outcomes[1].Bonds.ShouldBeEmpty();
    }

    [Property(MaxTest = 150)]
    public Property No_epoch_pays_more_than_there_is_or_breaks_on_what_is_stored() =>
        Prop.ForAll(Inputs().ToArbitrary(), input =>
        {
            IReadOnlyList<YumaOutcome> outcomes = YumaConsensus.Run(input);

            Sum(outcome => outcome.ServerEmission + (UInt128)outcome.ValidatorEmission).ShouldBeLessThanOrEqualTo(input.Emission);
            Sum(outcome => outcome.Emission).ShouldBeLessThanOrEqualTo(input.Emission);
            Sum(outcome => outcome.Incentive).ShouldBeLessThanOrEqualTo(ushort.MaxValue);
            Sum(outcome => outcome.Dividends).ShouldBeLessThanOrEqualTo(ushort.MaxValue);
            outcomes.Count(outcome => outcome.ValidatorPermit).ShouldBeLessThanOrEqualTo(input.Rules.MaxAllowedValidators + 1);
            for (int uid = 0; uid < outcomes.Count; uid++)
                if (!input.Neurons[uid].ValidatorPermit && input.OwnerUid != uid)
                    outcomes[uid].ValidatorTrust.ShouldBe((ushort)0);

            UInt128 Sum(Func<YumaOutcome, UInt128> value) => outcomes.Aggregate(UInt128.Zero, (sum, outcome) => sum + value(outcome));
        });

    private static YumaNeuron Validator(ulong stake, params UidWeight[] weights) =>
        new() { Stake = stake, Weights = weights, LastUpdate = 99, ValidatorPermit = true };

    private static IReadOnlyList<YumaOutcome> Run(YumaNeuron[] neurons, SubnetHyperparameters rules, ushort? owner = null) =>
        YumaConsensus.Run(new YumaInput { Block = 100, LastEpochBlock = 90, Rules = rules, Neurons = neurons, OwnerUid = owner, Emission = 1000 });

    private static Gen<YumaInput> Inputs() =>
        from neurons in Neurons().NonEmptyListOf()
        from emission in Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(value => (ulong)value), Gen.Constant(ulong.MaxValue))
        from owner in Gen.Choose(-1, 3)
        from switches in Gen.Choose(0, 3)
        from kappa in Gen.Choose(0, 65535)
        from penalty in Gen.Elements(0, 1, 30000, 65535)
        from steepness in Gen.Elements<short>(short.MinValue, -1000, 0, 1000, short.MaxValue)
        select new YumaInput
        {
            Block = 50,
            LastEpochBlock = 40,
            Emission = emission,
            OwnerUid = owner < 0 ? null : (ushort)owner,
            Neurons = neurons,
            Rules = new SubnetHyperparameters
            {
                Kappa = (ushort)kappa,
                BondsPenalty = (ushort)penalty,
                Yuma3Enabled = switches > 0,
                LiquidAlphaEnabled = switches > 1,
                AlphaSigmoidSteepness = steepness,
                MaxAllowedValidators = 4,
                ActivityCutoff = 30,
            },
        };

    private static Gen<YumaNeuron> Neurons() =>
        from stake in Gen.OneOf(Gen.Constant(0UL), Gen.Choose(1, 1000).Select(value => (ulong)value), Gen.Constant(ulong.MaxValue))
        from weights in Row()
        from bonds in Row()
        from update in Gen.Choose(0, 50)
        from registered in Gen.Choose(0, 50)
        from permit in Gen.Elements(true, true, false)
        select new YumaNeuron
        {
            Stake = stake,
            Weights = weights,
            Bonds = bonds,
            LastUpdate = (ulong)update,
            RegisteredAt = (ulong)registered,
            ValidatorPermit = permit,
        };

    /// <summary>Some of the first uids, also such that the subnet does not have.</summary>
    private static Gen<UidWeight[]> Row() =>
        from values in Gen.Choose(-20_000, 65_535).ListOf(12)
        select values.Index().Where(entry => entry.Item >= 0).Select(entry => new UidWeight((ushort)entry.Index, (ushort)entry.Item)).ToArray();
}
