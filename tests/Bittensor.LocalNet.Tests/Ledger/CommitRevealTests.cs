using Bittensor.Chain;
using Bittensor.Weights;

namespace Bittensor.LocalNet.Tests.Ledger;

/// <summary>Weights that are committed first and revealed an epoch later. Uids: 0 owner, 1 validator (with a permit), 2 and 3 miners.</summary>
[Trait("Area", "chain")]
public sealed class CommitRevealTests
{
    private static readonly Extrinsic.RevealWeights s_reveal = new(TestSubnet.Account("validator"), TestSubnet.Netuid, [2, 3], [100, 50], [7, 8, 9], 0);

    [Fact]
    public async Task Weights_are_set_when_they_are_revealed_in_the_epoch_after_their_commit()
    {
        TestSubnet subnet = await NewSubnet();
        Inclusion commit = await subnet.Do(Commit(s_reveal));
        commit.Events.OfType<ChainEvent.WeightsCommitted>().ShouldHaveSingleItem();
        (await subnet.Neuron("validator")).LastUpdate.ShouldBe(commit.Block, "the commit counts as the update");
        (await WeightsOf(subnet)).ShouldBeEmpty();

        subnet.RunToEpoch();
        Inclusion reveal = await subnet.Do(s_reveal);

        reveal.Events.Select(happened => happened.GetType())
            .ShouldBe([typeof(ChainEvent.WeightsSet), typeof(ChainEvent.WeightsRevealed)]);
        (await WeightsOf(subnet)).ShouldBe([new UidWeight(2, 65535), new UidWeight(3, 32768)]);
        (await subnet.Neuron("validator")).LastUpdate.ShouldBe(commit.Block);
        (await subnet.Refusal(s_reveal)).ShouldBe("NoWeightsCommitFound", "each commit is revealed once");
    }

    [Fact]
    public async Task A_reveal_comes_neither_too_early_nor_too_late()
    {
        TestSubnet subnet = await NewSubnet(period: 2);
        await subnet.Do(Commit(s_reveal));
        (await subnet.Refusal(s_reveal)).ShouldBe("RevealTooEarly");
        subnet.RunToEpoch();
        (await subnet.Refusal(s_reveal)).ShouldBe("RevealTooEarly");
        subnet.RunToEpoch();
        subnet.RunToEpoch();

        (await subnet.Refusal(s_reveal)).ShouldBe("ExpiredWeightCommit");
        (await subnet.Refusal(s_reveal with { VersionKey = 4 })).ShouldBe("NoWeightsCommitFound", "nothing is open any more");
    }

    [Fact]
    public async Task What_is_revealed_must_be_what_was_committed()
    {
        TestSubnet subnet = await NewSubnet();
        (await subnet.Refusal(s_reveal)).ShouldBe("NoWeightsCommitFound");
        (await subnet.Refusal(s_reveal with { Netuid = 9 })).ShouldBe("NoWeightsCommitFound");
        await subnet.Do(Commit(s_reveal));
        subnet.RunToEpoch();

        foreach (Extrinsic.RevealWeights other in (Extrinsic.RevealWeights[])
            [s_reveal with { Salt = [7, 8] }, s_reveal with { VersionKey = 1 }, s_reveal with { Values = [100, 51] }])
            (await subnet.Refusal(other)).ShouldBe("InvalidRevealCommitHashNotMatch");
        await subnet.Do(s_reveal);
    }

    [Fact]
    public async Task Revealed_weights_pass_the_checks_of_set_weights_and_keep_their_commit_when_they_do_not()
    {
        TestSubnet subnet = await NewSubnet();
        Extrinsic.RevealWeights twice = s_reveal with { Uids = [2, 2] };
        await subnet.Do(Commit(twice));
        subnet.RunToEpoch();

        (await subnet.Refusal(twice)).ShouldBe("DuplicateUids");
        (await subnet.Refusal(twice)).ShouldBe("DuplicateUids", "a refused call changes nothing");
    }

    [Fact]
    public async Task A_reveal_closes_the_commits_before_it_too()
    {
        TestSubnet subnet = await NewSubnet();
        Extrinsic.RevealWeights second = s_reveal with { Salt = [1] };
        Extrinsic.RevealWeights third = s_reveal with { Salt = [2] };
        await subnet.Do(Commit(s_reveal));
        await subnet.Do(Commit(second));
        await subnet.Do(Commit(third));
        subnet.RunToEpoch();
        await subnet.Do(second);

        (await subnet.Refusal(s_reveal)).ShouldBe("InvalidRevealCommitHashNotMatch");
        await subnet.Do(third);
        (await subnet.Refusal(s_reveal)).ShouldBe("NoWeightsCommitFound");
    }

    [Fact]
    public async Task Ten_commits_may_wait_and_expired_ones_make_room()
    {
        TestSubnet subnet = await NewSubnet(tempo: 30);
        subnet.RunToEpoch();
        for (ushort salt = 0; salt < 10; salt++)
            await subnet.Do(Commit(s_reveal with { Salt = [salt] }));
        (await subnet.Refusal(Commit(s_reveal with { Salt = [10] }))).ShouldBe("TooManyUnrevealedCommits");

        subnet.RunToEpoch();
        (await subnet.Refusal(Commit(s_reveal))).ShouldBe("TooManyUnrevealedCommits");
        subnet.RunToEpoch();
        await subnet.Do(Commit(s_reveal));
    }

    [Fact]
    public async Task A_commit_needs_a_uid_and_time_since_the_last_update()
    {
        TestSubnet subnet = await NewSubnet();
        (await subnet.Refusal(Commit(s_reveal with { Hotkey = TestSubnet.Account("stranger") }))).ShouldBe("HotKeyNotRegisteredInSubNet");
        (await subnet.Refusal(Commit(s_reveal with { Netuid = 9 }))).ShouldBe("MechanismDoesNotExist");
        subnet.Change(rules => rules with { WeightsSetRateLimit = 3 });
        await subnet.Do(Commit(s_reveal));
        (await subnet.Refusal(Commit(s_reveal))).ShouldBe("CommittingWeightsTooFast");
        (await subnet.Refusal(Commit(s_reveal))).ShouldBe("CommittingWeightsTooFast");
        await subnet.Do(Commit(s_reveal));
    }

    [Fact]
    public async Task A_subnet_takes_weights_one_way_at_a_time()
    {
        TestSubnet subnet = await NewSubnet();
        (await subnet.Refusal(TestSubnet.Weights("validator", new UidWeight(2, 1)))).ShouldBe("CommitRevealEnabled");
        subnet.Change(rules => rules with { CommitRevealWeightsEnabled = false });
        (await subnet.Refusal(Commit(s_reveal))).ShouldBe("CommitRevealDisabled");
        (await subnet.Refusal(s_reveal)).ShouldBe("CommitRevealDisabled");
        await subnet.SetWeights("validator", new UidWeight(2, 1));
    }

    [Fact]
    public async Task While_a_commit_waits_weights_on_a_later_newcomer_do_not_count()
    {
        TestSubnet subnet = await NewSubnet();
        subnet.Change(rules => rules with { MaxAllowedUids = 4, ImmunityPeriod = 0 });
        await subnet.Do(Commit(s_reveal));
        subnet.RunToEpoch();
        await subnet.Do(s_reveal);
        subnet.RunToEpoch();
        (await subnet.Neuron("good")).Incentive.ShouldBeGreaterThan(0.5);

        await subnet.Do(Commit(s_reveal with { Salt = [1] }));
        ushort uid = await subnet.Register("newcomer");
        Extrinsic.RevealWeights onNewcomer = s_reveal with { Uids = [uid], Values = [1], Salt = [2] };
        await subnet.Do(Commit(onNewcomer));
        subnet.RunToEpoch();
        await subnet.Do(onNewcomer);
        await subnet.Do(Commit(s_reveal with { Salt = [3] }));
        subnet.RunToEpoch();

        (await subnet.Neuron("newcomer")).Incentive.ShouldBe(1, 1e-4, "its commits are younger than the newcomer");
    }

    private static Extrinsic.CommitWeights Commit(Extrinsic.RevealWeights reveal) => new(
        reveal.Hotkey,
        reveal.Netuid,
        WeightCommitment.Hash(reveal.Hotkey, reveal.Netuid, [.. reveal.Uids], [.. reveal.Values], [.. reveal.Salt], reveal.VersionKey));

    private static async Task<TestSubnet> NewSubnet(ulong period = 1, ushort tempo = 10)
    {
        TestSubnet subnet = await EpochTests.ValidatorAndTwoMiners();
        subnet.Change(rules => rules with
        {
            CommitRevealWeightsEnabled = true,
            CommitRevealPeriod = period,
            Tempo = tempo,
            WeightsSetRateLimit = 0,
        });
        return subnet;
    }

    private static Task<IReadOnlyList<UidWeight>> WeightsOf(TestSubnet subnet) =>
        new LocalSubtensor(subnet.Chain).GetWeightsAsync(TestSubnet.Netuid, 1, TestContext.Current.CancellationToken);
}
