using Bittensor.Chain;

namespace Bittensor.LocalNet.Tests.Ledger;

[Trait("Area", "chain")]
public sealed class EpochTests
{
    [Fact]
    public async Task Weights_turn_into_incentive_and_dividends_at_the_epoch()
    {
        TestSubnet subnet = await ValidatorAndTwoMiners();
        await subnet.SetWeights("validator", new UidWeight(2, 65535), new UidWeight(3, 21845));
        decimal goodBefore = (await subnet.Neuron("good")).Stake.Tao;
        Block block = subnet.RunToEpoch();

        NeuronInfo validator = await subnet.Neuron("validator");
        NeuronInfo good = await subnet.Neuron("good");
        NeuronInfo poor = await subnet.Neuron("poor");
        (good.Incentive + poor.Incentive).ShouldBe(1, 1e-4);
        (good.Incentive / poor.Incentive).ShouldBe(3, 1e-3);
        validator.Dividends.ShouldBe(1, 1e-4);
        validator.ValidatorTrust.ShouldBe(1, 1e-4);
        good.Consensus.ShouldBe(0.75, 1e-4);
        (good.Stake.Tao - goodBefore).ShouldBe(good.Emission.Tao);
        ChainEvent.EpochRan epoch = block.Events.OfType<ChainEvent.EpochRan>().Single();
        (good.Emission + poor.Emission).ShouldBe(epoch.ToMiners);
        validator.Emission.ShouldBe(epoch.ToValidators);
        epoch.ToMiners.Tao.ShouldBe(epoch.ToValidators.Tao, 1e-6m, "miners and validators halve the emission");
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
    }

    [Fact]
    public async Task Validator_permits_go_to_the_largest_stakes_at_the_first_epoch()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 10, MaxAllowedValidators = 2 });
        await subnet.Register("small", stake: 10);
        await subnet.Register("large", stake: 1000);
        await subnet.Register("middle", stake: 100);
        await subnet.Register("none");
        (await subnet.Neuron("large")).ValidatorPermit.ShouldBeFalse("permits come with an epoch");

        subnet.RunToEpoch();

        (await subnet.Neuron("large")).ValidatorPermit.ShouldBeTrue();
        (await subnet.Neuron("middle")).ValidatorPermit.ShouldBeTrue();
        (await subnet.Neuron("small")).ValidatorPermit.ShouldBeFalse();
        (await subnet.Neuron("none")).ValidatorPermit.ShouldBeFalse();
        (await subnet.Neuron("owner")).ValidatorPermit.ShouldBeTrue("the owner always has one");
    }

    [Fact]
    public void Epochs_run_every_tempo_blocks_counted_from_the_subnets_creation()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 7 });

        ulong[] epochs = [.. Enumerable.Range(0, 3).Select(_ => subnet.RunToEpoch().Number)];

        epochs.ShouldBe([7UL, 14, 21]);
    }

    [Fact]
    public void Tempo_zero_never_runs_an_epoch()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 0 });

        subnet.Skip(50);

        EventsOf(subnet).ShouldNotContain(happened => happened is ChainEvent.EpochRan);
        subnet.Chain.GetTotals().Pending.ShouldBe((UInt128)50 * Balance.RaoPerTao);
    }

    [Fact]
    public void At_most_two_epochs_run_in_a_block_and_the_others_wait()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 5 });
        for (int i = 0; i < 2; i++)
            subnet.Chain.CreateSubnet(TestSubnet.Coldkey, TestSubnet.Account("owner"), new SubnetHyperparameters { Tempo = 5 });

        subnet.Skip(6);

        var epochs = EventsOf(subnet, block => block.Number).Where(entry => entry.Event is ChainEvent.EpochRan)
            .Select(entry => (entry.Key, ((ChainEvent.EpochRan)entry.Event).Netuid));
        epochs.ShouldBe([(5UL, (ushort)1), (5UL, (ushort)2), (6UL, (ushort)3)]);
    }

    [Fact]
    public void Emission_that_nobody_earns_is_recycled_and_the_owner_gets_the_cut()
    {
        var subnet = new TestSubnet();

        Block block = subnet.RunToEpoch();

        // 10 blocks of 1 TAO; the cut of 11796/65535 is floored in each block.
        const ulong cut = 1_000_000_000UL * 11796 / 65535 * 10;
        block.Events.OfType<ChainEvent.EpochRan>().Single().ToOwner.Rao.ShouldBe(cut);
        block.Events.OfType<ChainEvent.EmissionRecycled>().Single().Amount.Rao.ShouldBe(10_000_000_000UL - cut);
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_owners_own_miner_earns_is_recycled()
    {
        TestSubnet subnet = await ValidatorAndTwoMiners();
        await subnet.SetWeights("validator", new UidWeight(0, 65535));

        Block block = subnet.RunToEpoch();

        (await subnet.Neuron("owner")).Incentive.ShouldBe(1, 1e-4);
        block.Events.OfType<ChainEvent.EpochRan>().Single().ToMiners.Rao.ShouldBe(0UL);
        block.Events.OfType<ChainEvent.EmissionRecycled>().Single().Amount.Tao.ShouldBeGreaterThan(1);
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
    }

    [Fact]
    public async Task Stakers_share_dividends_after_the_delegate_take()
    {
        TestSubnet subnet = await ValidatorAndTwoMiners();
        subnet.Chain.Fund(TestSubnet.Account("nominator"), Balance.FromTao(100_000));
        decimal own = (await subnet.Neuron("validator")).Stake.Tao;
        await subnet.Do(new Extrinsic.AddStake(
            TestSubnet.Account("nominator"), TestSubnet.Netuid, TestSubnet.Account("validator"), Balance.FromTao(own)));
        await subnet.SetWeights("validator", new UidWeight(2, 65535));

        decimal dividends = subnet.RunToEpoch().Events.OfType<ChainEvent.EpochRan>().Single().ToValidators.Tao;

        var stakers = subnet.Chain.Read(state =>
            state.Stakes.Of(TestSubnet.Netuid, TestSubnet.Account("validator"), TestSubnet.Account("nominator")));
        // Both have staked the same: each has half of what the take of 18 % leaves.
        (new Balance(stakers).Tao - own).ShouldBe(dividends * (1 - 11796m / 65535) / 2, 0.00001m);
    }

    [Fact]
    public async Task A_silent_validator_becomes_inactive_and_earns_no_more()
    {
        TestSubnet subnet = await ValidatorAndTwoMiners();
        subnet.Change(rules => rules with { ActivityCutoff = 15 });
        await subnet.SetWeights("validator", new UidWeight(2, 65535));
        subnet.RunToEpoch();
        (await subnet.Neuron("validator")).Active.ShouldBeTrue();

        subnet.RunToEpoch();
        subnet.RunToEpoch();

        (await subnet.Neuron("validator")).Active.ShouldBeFalse();
    }

    internal static async Task<TestSubnet> ValidatorAndTwoMiners()
    {
        var subnet = new TestSubnet();
        await subnet.Register("validator", stake: 10_000);
        await subnet.Register("good");
        await subnet.Register("poor");
        subnet.RunToEpoch();
        subnet.Skip(5);
        return subnet;
    }

    private static IEnumerable<ChainEvent> EventsOf(TestSubnet subnet) => EventsOf(subnet, _ => 0).Select(entry => entry.Event);

    private static IEnumerable<(T Key, ChainEvent Event)> EventsOf<T>(TestSubnet subnet, Func<Block, T> key) =>
        subnet.Chain.GetBlocks().SelectMany(block => block.Events.Select(happened => (key(block), happened)));
}
