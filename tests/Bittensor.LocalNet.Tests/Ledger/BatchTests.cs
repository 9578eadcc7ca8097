using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>What the three batches do when a call in them is refused.</summary>
[Trait("Area", "chain")]
public sealed class BatchTests
{
    private static readonly AccountId s_friend = TestSubnet.Account("friend");
    private static readonly Extrinsic s_pay = new Extrinsic.Transfer(TestSubnet.Coldkey, s_friend, Balance.FromTao(1));
    private static readonly Extrinsic s_bad = new Extrinsic.BurnedRegister(TestSubnet.Coldkey, 9, s_friend);

    [Fact]
    public async Task Batch_ends_at_the_first_refusal_and_keeps_what_came_before()
    {
        var subnet = new TestSubnet();
        Inclusion inclusion = await subnet.Do(Batch(BatchKind.UntilFailure, s_pay, s_bad, s_pay));

        inclusion.Events[^1].ShouldBe(new ChainEvent.BatchInterrupted(1, "SubnetNotExists"));
        Paid(subnet).ShouldBe(Balance.FromTao(1));
    }

    [Fact]
    public async Task Force_batch_leaves_refused_calls_out()
    {
        var subnet = new TestSubnet();
        Inclusion inclusion = await subnet.Do(Batch(BatchKind.Each, s_pay, s_bad, s_pay));

        inclusion.Events[^1].ShouldBe(new ChainEvent.BatchCompleted(WithErrors: true));
        inclusion.Events.OfType<ChainEvent.BatchItemFailed>().ShouldBe([new ChainEvent.BatchItemFailed("SubnetNotExists")]);
        Paid(subnet).ShouldBe(Balance.FromTao(2));
    }

    [Fact]
    public async Task Batch_all_takes_everything_back_when_one_call_is_refused()
    {
        var subnet = new TestSubnet();
        AccountId hotkey = TestSubnet.Account("hotkey");
        string before = Describe(subnet);

        (await subnet.Refusal(Batch(
            BatchKind.AllOrNothing,
            s_pay,
            new Extrinsic.BurnedRegister(TestSubnet.Coldkey, TestSubnet.Netuid, hotkey),
            new Extrinsic.AddStake(TestSubnet.Coldkey, TestSubnet.Netuid, hotkey, Balance.FromTao(5)),
            new Extrinsic.RegisterNetwork(TestSubnet.Coldkey, hotkey),
            new Extrinsic.SwapHotkey(TestSubnet.Coldkey, hotkey, s_friend, null),
            new Extrinsic.SetHyperparameter(TestSubnet.Coldkey, "sudo_set_immunity_period", TestSubnet.Netuid, [3]),
            s_bad))).ShouldBe("SubnetNotExists");

        Describe(subnet).ShouldBe(before);
        subnet.Chain.GetBlocks()[^1].Calls.Single().Events
            .ShouldBe([new ChainEvent.ExtrinsicFailed(TestSubnet.Coldkey, "SubnetNotExists")], "what did not happen has no events");
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
    }

    [Fact]
    public async Task Batch_all_within_force_batch_takes_back_its_own_part_only()
    {
        var subnet = new TestSubnet();
        Inclusion inclusion = await subnet.Do(Batch(BatchKind.Each, s_pay, Batch(BatchKind.AllOrNothing, s_pay, s_bad), s_pay));

        inclusion.Events.OfType<ChainEvent.Transferred>().Count().ShouldBe(2);
        Paid(subnet).ShouldBe(Balance.FromTao(2));
    }

    [Fact]
    public async Task Batch_all_does_all_when_all_can_be_done()
    {
        var subnet = new TestSubnet();
        Inclusion inclusion = await subnet.Do(Batch(BatchKind.AllOrNothing, s_pay, s_pay));

        inclusion.Events[^1].ShouldBe(new ChainEvent.BatchCompleted(WithErrors: false));
        Paid(subnet).ShouldBe(Balance.FromTao(2));
    }

    [Fact]
    public async Task A_batch_has_an_end() =>
        (await new TestSubnet().Refusal(Batch(BatchKind.Each, [.. Enumerable.Repeat(s_pay, 10_001)]))).ShouldBe("TooManyCalls");

    private static Extrinsic.Batch Batch(BatchKind kind, params Extrinsic[] calls) => new(TestSubnet.Coldkey, calls, kind);

    private static Balance Paid(TestSubnet subnet) => new(subnet.Chain.Read(state => state.BalanceOf(s_friend)));

    private static string Describe(TestSubnet subnet) => subnet.Chain.Read(state => string.Join(
        '\n',
        [
            .. state.Subnets.Select(entry => $"{entry.Netuid} {entry.OwnerHotkey} {entry.Rules} {string.Join(',', entry.Neurons)}"),
            .. state.Accounts.Order().Select(account => $"{account} {state.BalanceOf(account)}"),
            .. state.Owners.OrderBy(owner => owner.Key).Select(owner => $"{owner.Key} of {owner.Value}"),
            .. state.Stakes.All.Select(stake => stake.ToString()),
            // The emission of the block itself goes on.
            $"{state.Recycled}",
        ]));
}
