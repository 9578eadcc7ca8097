using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.State;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>What breaks in a round spoils it for nobody else.</summary>
[Trait("Area", "validator")]
public sealed class RoundFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_scorer_that_fails_spoils_the_round_for_nobody_and_the_validator_goes_on()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        var events = new EventList();
        int calls = 0;
        var scorer = new TestScorer(
            (_, _) => Interlocked.Increment(ref calls) <= 4 ? throw new InvalidOperationException("no recogniser") : 0.8);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork(), scorer, observers: events);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder) with { MaxRounds = 1 }, parts);

        await validator.RunAsync(Cancellation);

        events.Of<Problem>().ShouldContain(problem => problem.Message.Contains("no recogniser", StringComparison.Ordinal));
        store.ReadResponses().ShouldAllBe(response => response.Round == 1 && response.Average > 0);
        Directory.GetDirectories(_folder["audio"], "round-0001-interrupted-*").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_answer_that_breaks_the_scorer_is_the_failure_of_its_miner_alone()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        AccountId hostile = TestNet.Miner(1).AccountId;
        var events = new EventList();
        float[] poison = [];
        var miners = new TestMiners((hotkey, question, _) =>
        {
            MinerAnswer answer = TestMiners.Answer(TestMiners.SeedOf(hotkey, question.Prompt));
            if (hotkey == hostile)
                poison = answer.Audio!.Mono.ToArray();
            return Task.FromResult(answer);
        });
        var scorer = new TestScorer((audio, _) => audio.Mono.Span.SequenceEqual(poison) ? throw new InvalidOperationException("boom") : 0.8);
        ValidatorParts parts = net.Parts(_folder, miners, scorer, observers: events);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();

        round.Responses.Select(response => response.Verdict).ShouldBe([ResponseVerdict.Failed, ResponseVerdict.Scored]);
        round.Responses[0].Reason.ShouldBe("The audio cannot be scored: boom");
        events.Of<Problem>().ShouldHaveSingleItem().Message.ShouldContain("uid 1");
    }

    [Fact]
    public async Task A_round_that_fails_again_and_again_keeps_one_folder_and_tries_other_questions()
    {
        using TestNet net = await TestNet.StartAsync(miners: 6);
        TestMiners miners = TestMiners.ThatWork();
        ValidatorParts parts = net.Parts(_folder, miners, new TestScorer((_, _) => throw new InvalidOperationException("no recogniser")));
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder) with { MinersPerRound = 1 }, parts);
        for (int i = 0; i < 6; i++)
            await Should.ThrowAsync<InvalidOperationException>(() => validator.RunRoundAsync(Cancellation));

        Directory.GetDirectories(_folder["audio"]).Length.ShouldBe(2);
        miners.Asked.Select(ask => ask.Question.Prompt).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_chain_that_goes_away_does_not_stop_the_rounds()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        var events = new EventList();
        var chain = new EditedChain(net.Subtensor);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork(), chain: chain, observers: events);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        await validator.RunRoundAsync(Cancellation);
        chain.Away = true;

        (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull().Responses.Count.ShouldBe(2);
        (await validator.SetWeightsIfDueAsync(Cancellation)).ShouldBeNull();
        events.Of<Problem>().Select(problem => problem.Area).ShouldBe(["chain", "weights"]);
    }

    [Fact]
    public async Task An_observer_that_throws_does_not_disturb_the_round()
    {
        using TestNet net = await TestNet.StartAsync(miners: 1);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork(), observers: new ThrowingObserver());
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();
    }

    private sealed class ThrowingObserver : IValidatorObserver
    {
        public void Observe(ValidatorEvent happened) => throw new InvalidOperationException("a broken view");
    }
}
