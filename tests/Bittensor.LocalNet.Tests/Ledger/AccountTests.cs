using System.Net;
using Bittensor.Chain;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>Registration, stake, transfers, axons and rules.</summary>
[Trait("Area", "chain")]
public sealed class AccountTests
{
    [Fact]
    public async Task A_registration_burns_its_price_and_gives_the_next_uid()
    {
        var subnet = new TestSubnet();

        (await subnet.Register("a")).ShouldBe((ushort)1);
        (await subnet.Register("b")).ShouldBe((ushort)2);

        subnet.Chain.GetTotals().Recycled.ShouldBe((UInt128)2 * subnet.Rules.BurnCost.Rao);
        (await subnet.Refusal(new Extrinsic.BurnedRegister(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("a"))))
            .ShouldBe("HotKeyAlreadyRegisteredInSubNet");
    }

    [Fact]
    public async Task A_registration_that_cannot_be_is_refused_by_name()
    {
        var subnet = new TestSubnet();
        await subnet.Register("a");
        var call = new Extrinsic.BurnedRegister(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("b"));

        (await subnet.Refusal(call with { Netuid = 0 })).ShouldBe("RegistrationNotPermittedOnRootSubnet");
        (await subnet.Refusal(call with { Netuid = 9 })).ShouldBe("SubnetNotExists");
        (await subnet.Refusal(new Extrinsic.BurnedRegister(TestSubnet.Account("poor"), TestSubnet.Netuid, TestSubnet.Account("b"))))
            .ShouldBe("NotEnoughBalanceToStake");
        ushort other = subnet.Chain.CreateSubnet(TestSubnet.Coldkey, TestSubnet.Account("owner"));
        (await subnet.Refusal(new Extrinsic.BurnedRegister(TestSubnet.Account("thief"), other, TestSubnet.Account("a")))).ShouldBe("NonAssociatedColdKey");
        subnet.Change(rules => rules with { RegistrationAllowed = false });
        (await subnet.Refusal(call)).ShouldBe("SubNetRegistrationDisabled");
    }

    [Fact]
    public async Task On_a_full_subnet_the_least_paid_neuron_past_its_immunity_gives_way()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 10, MaxAllowedUids = 4, ImmunityPeriod = 15, WeightsSetRateLimit = 0 });
        await subnet.Register("validator", stake: 1000);
        await subnet.Register("earns");
        await subnet.Register("idle");
        (await subnet.Refusal(new Extrinsic.BurnedRegister(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("late"))))
            .ShouldBe("NoNeuronIdAvailable", "all are immune");
        subnet.RunToEpoch();
        await subnet.SetWeights("validator", new UidWeight(2, 1));
        subnet.RunToEpoch();

        Inclusion inclusion = await subnet.Do(new Extrinsic.BurnedRegister(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("late")));

        inclusion.Events[0].ShouldBe(new ChainEvent.NeuronPruned(TestSubnet.Netuid, 3, TestSubnet.Account("idle")));
        (await subnet.Neuron("late")).Uid.ShouldBe((ushort)3);
        (await subnet.Neuron("late")).RegisteredAt.ShouldBe(inclusion.Block);
    }

    [Fact]
    public async Task A_new_neuron_does_not_inherit_the_weights_that_its_predecessor_received()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { Tempo = 10, MaxAllowedUids = 3, ImmunityPeriod = 0, WeightsSetRateLimit = 0 });
        await subnet.Register("validator", stake: 1000);
        await subnet.Register("first");
        subnet.RunToEpoch();
        await subnet.SetWeights("validator", new UidWeight(2, 1));
        await subnet.Register("second");
        (await subnet.Neuron("second")).Uid.ShouldBe((ushort)2);

        subnet.RunToEpoch();

        (await subnet.Neuron("second")).Incentive.ShouldBe(0);
    }

    [Fact]
    public async Task Stake_goes_in_and_comes_back()
    {
        var subnet = new TestSubnet();
        await subnet.Register("a", stake: 100);
        ulong before = subnet.Chain.Read(state => state.BalanceOf(TestSubnet.Coldkey));

        await subnet.Do(new Extrinsic.RemoveStake(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("a"), Balance.FromTao(40)));

        (await subnet.Neuron("a")).Stake.ShouldBe(Balance.FromTao(60));
        subnet.Chain.Read(state => state.BalanceOf(TestSubnet.Coldkey)).ShouldBe(before + Balance.FromTao(40).Rao);
    }

    [Fact]
    public async Task Money_that_is_not_there_cannot_be_staked_unstaked_or_sent()
    {
        var subnet = new TestSubnet();
        await subnet.Register("a", stake: 100);
        var stake = new Extrinsic.AddStake(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("a"), Balance.FromTao(2_000_000));
        var unstake = new Extrinsic.RemoveStake(TestSubnet.Coldkey, TestSubnet.Netuid, TestSubnet.Account("a"), Balance.FromTao(101));

        (await subnet.Refusal(stake)).ShouldBe("NotEnoughBalanceToStake");
        (await subnet.Refusal(stake with { Amount = default })).ShouldBe("AmountTooLow");
        (await subnet.Refusal(stake with { Hotkey = TestSubnet.Account("unknown") })).ShouldBe("HotKeyAccountNotExists");
        (await subnet.Refusal(unstake)).ShouldBe("NotEnoughStakeToWithdraw");
        (await subnet.Refusal(new Extrinsic.RemoveStake(TestSubnet.Account("thief"), TestSubnet.Netuid, TestSubnet.Account("a"), new Balance(1))))
            .ShouldBe("NotEnoughStakeToWithdraw");
        (await subnet.Refusal(new Extrinsic.Transfer(TestSubnet.Account("poor"), TestSubnet.Coldkey, new Balance(1)))).ShouldBe("InsufficientBalance");
    }

    [Fact]
    public async Task A_transfer_to_oneself_keeps_the_balance()
    {
        var subnet = new TestSubnet();

        await subnet.Do(new Extrinsic.Transfer(TestSubnet.Coldkey, TestSubnet.Coldkey, Balance.FromTao(5)));

        subnet.Chain.Read(state => state.BalanceOf(TestSubnet.Coldkey)).ShouldBe(Balance.FromTao(1_000_000).Rao);
    }

    [Fact]
    public async Task An_axon_is_announced_on_loopback_and_again_only_after_the_rate_limit()
    {
        var subnet = new TestSubnet(new SubnetHyperparameters { ServingRateLimit = 3 });
        await subnet.Register("a");
        Extrinsic.ServeAxon call = Serve("a", IPAddress.Loopback, 8091);

        await subnet.Do(call);
        (await subnet.Neuron("a")).Axon.ShouldBe(new AxonInfo(TestSubnet.Account("a"), IPAddress.Loopback, 8091));

        (await subnet.Refusal(call)).ShouldBe("ServingRateLimitExceeded");
        (await subnet.Refusal(call)).ShouldBe("ServingRateLimitExceeded");
        await subnet.Do(Serve("a", IPAddress.IPv6Loopback, 8092));
        (await subnet.Neuron("a")).Axon.Port.ShouldBe(8092);
    }

    [Fact]
    public async Task An_axon_that_nobody_could_reach_is_refused_by_name()
    {
        var subnet = new TestSubnet();
        await subnet.Register("a");

        (await subnet.Refusal(Serve("stranger", IPAddress.Loopback, 80))).ShouldBe("HotKeyNotRegisteredInNetwork");
        (await subnet.Refusal(Serve("a", IPAddress.Any, 80))).ShouldBe("InvalidIpAddress");
        (await subnet.Refusal(Serve("a", IPAddress.Broadcast, 80))).ShouldBe("InvalidIpAddress");
        (await subnet.Refusal(Serve("a", IPAddress.IPv6Any, 80))).ShouldBe("InvalidIpAddress");
        (await subnet.Refusal(Serve("a", IPAddress.Loopback, 0))).ShouldBe("InvalidPort");
        (await subnet.Refusal(Serve("a", IPAddress.Loopback, 65536))).ShouldBe("InvalidPort");
    }

    [Fact]
    public void Rules_that_cannot_be_are_refused()
    {
        var subnet = new TestSubnet();

        Refused(rules => rules with { MaxAllowedUids = 0 }).ShouldBe("InvalidValue");
        Refused(rules => rules with { BondsMovingAverage = 1_000_001 }).ShouldBe("InvalidValue");
        Refused(rules => rules with { AlphaLow = 2, AlphaHigh = 1 }).ShouldBe("AlphaLowOutOfRange");

        string Refused(Func<SubnetHyperparameters, SubnetHyperparameters> change) =>
            Should.Throw<ChainException>(() => subnet.Change(change)).ErrorName;
    }

    [Fact]
    public void The_faucet_cannot_issue_more_than_fits()
    {
        var subnet = new TestSubnet();

        Should.Throw<ChainException>(() => subnet.Chain.Fund(TestSubnet.Coldkey, new Balance(ulong.MaxValue))).ErrorName.ShouldBe("Overflow");
        subnet.Chain.Fund(TestSubnet.Coldkey, new Balance(ulong.MaxValue - Balance.FromTao(1_000_000).Rao));
        subnet.Skip(20);

        subnet.Chain.GetTotals().Conserved.ShouldBeTrue("emission stops when nothing more can be issued");
    }

    private static Extrinsic.ServeAxon Serve(string hotkey, IPAddress address, int port) =>
        new(TestSubnet.Account(hotkey), TestSubnet.Netuid, new AxonInfo(default, address, port));
}
