using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class WeightTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly EventList _events = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Known fault: the same weights were submitted three times every time.</summary>
    [Fact]
    public async Task Known_fault_weights_are_submitted_once_in_every_tempo()
    {
        using TestNet net = await TestNet.StartAsync(miners: 3, new SubnetHyperparameters { Tempo = 20, WeightsSetRateLimit = 5 });
        var chain = new EditedChain(net.Subtensor);
        using Validating validating = await StartAsync(net, chain);
        net.ProduceUntil(200);

        var perTempo = new Dictionary<ulong, int>();
        while (net.Chain.BlockNumber < 400)
        {
            int before = chain.Submissions;
            await validating.Service.SetWeightsIfDueAsync(Cancellation);
            await validating.Service.SetWeightsIfDueAsync(Cancellation);
            ulong tempo = net.Chain.BlockNumber / 20;
            perTempo[tempo] = perTempo.GetValueOrDefault(tempo) + chain.Submissions - before;
            net.Chain.ProduceBlock();
        }

        perTempo.Values.ShouldAllBe(count => count == 1);
        perTempo.Count.ShouldBe(10);
        validating.Store.ReadWeights().Count.ShouldBe(10);
    }

    [Fact]
    public async Task Weights_read_back_from_the_chain_are_those_that_were_set()
    {
        using TestNet net = await TestNet.StartAsync(miners: 4);
        using Validating validating = await StartAsync(net, net.Subtensor, score: (_, text) => 0.2 + (text.Length % 7 / 10.0));
        net.ProduceUntil(150);

        WeightsRecord set = (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull();

        set.Verified.ShouldBeTrue();
        (await net.Subtensor.GetWeightsAsync(net.Netuid, 0, Cancellation)).ShouldBe(set.Weights);
        set.Weights.Max(weight => weight.Weight).ShouldBe(ushort.MaxValue);
        set.Weights.ShouldAllBe(weight => weight.Uid != 0);
        _events.Of<WeightsSet>().ShouldHaveSingleItem().Record.ShouldBe(set);
    }

    [Fact]
    public async Task Committed_weights_are_looked_after_with_every_step_and_lost_ones_are_told()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        var chain = new EditedChain(net.Subtensor);
        using Validating validating = await StartAsync(net, chain, score: (_, _) => 0);
        var commit = new PendingReveal("0x01", [new UidWeight(1, 65535)], VersionKey: 0, CommittedAt: 7);
        chain.Reveals.Enqueue(new WeightReveal(RevealResult.Revealed, commit, "revealed"));
        chain.Reveals.Enqueue(new WeightReveal(RevealResult.Dropped, commit, "dropped: too late"));

        await validating.Service.SetWeightsIfDueAsync(Cancellation);
        await validating.Service.SetWeightsIfDueAsync(Cancellation);

        chain.Reveals.ShouldBeEmpty();
        _events.Of<Problem>().ShouldHaveSingleItem().Message.ShouldBe("dropped: too late");
    }

    [Fact]
    public async Task Nothing_is_set_while_nobody_has_a_score()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        using Validating validating = await StartAsync(net, net.Subtensor, score: (_, _) => 0);
        net.ProduceUntil(150);

        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
        (await net.Subtensor.GetWeightsAsync(net.Netuid, 0, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rate_limit_is_waited_for_instead_of_tried_against()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2, new SubnetHyperparameters { Tempo = 10, WeightsSetRateLimit = 35 });
        var chain = new EditedChain(net.Subtensor);
        using Validating validating = await StartAsync(net, chain);
        net.ProduceUntil(100);
        var at = new List<ulong>();
        while (net.Chain.BlockNumber < 250)
        {
            if (await validating.Service.SetWeightsIfDueAsync(Cancellation) is { } set)
                at.Add(set.Block);
            net.Chain.ProduceBlock();
        }

        at.Count.ShouldBeGreaterThanOrEqualTo(4);
        at.Zip(at.Skip(1), (first, second) => second - first).ShouldAllBe(blocks => blocks >= 35);
        chain.Submissions.ShouldBe(at.Count);
        _events.Of<Problem>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_submission_whose_answer_was_lost_is_not_repeated_also_not_after_a_restart()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2, new SubnetHyperparameters { Tempo = 100, WeightsSetRateLimit = 0 });
        var chain = new EditedChain(net.Subtensor) { LostAnswers = 1 };
        using (Validating validating = await StartAsync(net, chain))
        {
            net.ProduceUntil(150);
            (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
            _clock.Advance(TimeSpan.FromMinutes(2));
            (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
        }

        using Validating again = await StartAsync(net, chain, rounds: 0);
        (await again.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
        chain.Submissions.ShouldBe(1);
        net.ProduceUntil(200);
        (await again.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull().Block.ShouldBeGreaterThanOrEqualTo(200UL);
        chain.Submissions.ShouldBe(2);
    }

    [Fact]
    public async Task A_chain_that_is_away_is_tried_again_after_a_growing_pause()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        var chain = new EditedChain(net.Subtensor);
        using Validating validating = await StartAsync(net, chain);
        net.ProduceUntil(150);
        chain.Away = true;
        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
        chain.Away = false;
        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull("the pause has not passed");
        _clock.Advance(TimeSpan.FromSeconds(2));

        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull();
        _events.Of<Problem>().ShouldHaveSingleItem().Message.ShouldContain("connection was refused");
    }

    [Fact]
    public async Task A_chain_that_was_begun_anew_is_followed_from_its_own_blocks()
    {
        using TestNet old = await TestNet.StartAsync(miners: 2);
        var chain = new EditedChain(old.Subtensor);
        using Validating validating = await StartAsync(old, chain);
        old.ProduceUntil(2000);
        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull().Block.ShouldBeGreaterThanOrEqualTo(2000UL);

        using TestNet young = await TestNet.StartAsync(miners: 2);
        young.ProduceUntil(150);
        chain.Chain = young.Subtensor;

        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull().Block.ShouldBeInRange(150UL, 160UL);
        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull("one submission a tempo, also there");
        _events.Of<Problem>().ShouldHaveSingleItem().Message.ShouldContain("begun anew");
    }

    [Fact]
    public async Task A_refusal_says_what_to_do()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2, new SubnetHyperparameters { Tempo = 100, WeightsSetRateLimit = 0, WeightsVersionKey = 50 });
        using Validating validating = await StartAsync(net, net.Subtensor, options => options with { WeightsVersionKey = 49 });
        net.ProduceUntil(150);

        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();

        Problem problem = _events.Of<Problem>().ShouldHaveSingleItem();
        problem.Message.ShouldContain("IncorrectWeightVersionKey");
        problem.Message.ShouldContain("update this program");
    }

    [Fact]
    public async Task The_version_key_of_the_subnet_is_used_unless_another_is_named()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2, new SubnetHyperparameters { Tempo = 100, WeightsSetRateLimit = 0, WeightsVersionKey = 50 });
        using Validating validating = await StartAsync(net, net.Subtensor);
        net.ProduceUntil(150);

        (await validating.Service.SetWeightsIfDueAsync(Cancellation)).ShouldNotBeNull().VersionKey.ShouldBe(50UL);
    }

    private async Task<Validating> StartAsync(
        TestNet net, ISubtensor chain, Func<ValidatorOptions, ValidatorOptions>? change =
            null, Func<Dsp.AudioBuffer, string, double>? score = null, int rounds = 3)
    {
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork(), new TestScorer(score ?? ((_, _) => 0.8)), chain, _clock, _events);
        var validating = new Validating(new ValidatorService((change ?? (options => options))(net.Options(_folder)), parts), parts.Store);
        for (int i = 0; i < rounds; i++)
            await validating.Service.RunRoundAsync(Cancellation);
        return validating;
    }

    private sealed record Validating(ValidatorService Service, ValidatorStore Store) : IDisposable
    {
        public void Dispose()
        {
            Service.Dispose();
            Store.Dispose();
        }
    }
}
