using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>Who is asked, and what an answer, a refusal, a failure or a copy does to the score.</summary>
[Trait("Area", "validator")]
public sealed class RoundVerdictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_failure_is_punished_a_refusal_is_not_and_neither_goes_below_zero()
    {
        using TestNet net = await TestNet.StartAsync(miners: 4);
        int round = 0;
        var byHotkey = Enumerable.Range(1, 4).ToDictionary(uid => TestNet.Miner(uid).AccountId);
        var miners = new TestMiners((hotkey, question, _) => Task.FromResult(round < 3 ? TestMiners.Answer(TestMiners.SeedOf(hotkey, question.Prompt)) : byHotkey[hotkey] switch
        {
            1 => new MinerAnswer(403, "Forbidden."),
            2 => new MinerAnswer(408, "Timedout after 50 seconds."),
            3 => new MinerAnswer(200, "The answer cannot be used: the list of samples is empty."),
            _ => new MinerAnswer(503, "Service unavailable."),
        }));
        ValidatorParts parts = net.Parts(_folder, miners);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        for (; round < 3; round++)
            await validator.RunRoundAsync(Cancellation);

        RoundResult result = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();

        result.Responses.Select(response => response.Verdict).ShouldBe(
            [ResponseVerdict.Refused, ResponseVerdict.Failed, ResponseVerdict.Failed, ResponseVerdict.Failed]);
        result.Responses[0].Average.ShouldBe(0.2, 1e-12);
        result.Responses.Skip(1).ShouldAllBe(response => Math.Abs(response.Average - ((0.75 * 0.2) - 0.025)) < 1e-12);
        for (int i = 0; i < 60; i++)
            await validator.RunRoundAsync(Cancellation);
        validator.Scores.Miners.Values.Where(miner => miner.Uid != 1).ShouldAllBe(miner => miner.Total == 0);
        validator.Scores.Total(1).ShouldBe(0.2, 1e-12);
    }

    [Fact]
    public async Task A_miner_with_a_score_that_serves_no_more_is_punished_without_being_asked()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        TestMiners miners = TestMiners.ThatWork();
        var chain = new EditedChain(net.Subtensor);
        ValidatorParts parts = net.Parts(_folder, miners, chain: chain);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        for (int i = 0; i < 3; i++)
            await validator.RunRoundAsync(Cancellation);
        chain.Edit = neuron => neuron.Uid == 2 ? neuron with { Axon = neuron.Axon with { Port = 0 } } : neuron;
        int asked = miners.Asked.Count;

        MinerResponse gone = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull().Responses.Single(
            response => response.Uid == 2);

        gone.Verdict.ShouldBe(ResponseVerdict.Failed);
        gone.Average.ShouldBeLessThan(0.2);
        miners.Asked.Count.ShouldBe(asked + 1);
    }

    /// <summary>Known fault: lists of validators and miners stood in the code.</summary>
    [Fact]
    public async Task Known_fault_who_is_asked_follows_from_stake_and_permit_and_not_from_a_list()
    {
        using TestNet net = await TestNet.StartAsync(miners: 5);
        TestMiners miners = TestMiners.ThatWork();
        var chain = new EditedChain(net.Subtensor)
        {
            Edit = neuron => neuron.Uid switch
            {
                1 => neuron with { ValidatorPermit = true, Stake = Balance.FromTao(5000) },
                2 => neuron with { ValidatorPermit = true, Stake = Balance.FromTao(10) },
                3 => neuron with { ValidatorPermit = false, Stake = Balance.FromTao(50_000) },
                4 => neuron with { Axon = neuron.Axon with { Port = 0 } },
                _ => neuron,
            },
        };
        ValidatorParts parts = net.Parts(_folder, miners, chain: chain);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull().Responses.Select(response => (int)response.Uid).ShouldBe([2, 3, 5]);
    }

    [Fact]
    public async Task One_who_hands_in_the_answer_of_another_is_punished_and_the_author_is_not()
    {
        using TestNet net = await TestNet.StartAsync(miners: 3);
        AccountId thief = TestNet.Miner(3).AccountId;
        var work = new TaskCompletionSource<MinerAnswer>();
        var miners = new TestMiners(async (hotkey, question, _) =>
        {
            if (hotkey == thief)
                return await work.Task with { Audio = Sounds.WithNoise((await work.Task).Audio!, 0.002f, 5), Elapsed = TimeSpan.Zero };
            MinerAnswer answer = TestMiners.Answer(TestMiners.SeedOf(hotkey, question.Prompt), seconds: 2);
            if (hotkey == TestNet.Miner(1).AccountId)
                work.SetResult(answer);
            return answer;
        });
        string? stolen = null;
        var scorer = new TestScorer((audio, text) => text == Volatile.Read(ref stolen) ? 0.1 : 0.8);
        ValidatorParts parts = net.Parts(_folder, miners, scorer);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        Volatile.Write(ref stolen, await PromptOfAsync(net, thief));

        RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();

        round.Responses.Single(response => response.Hotkey == thief).Verdict.ShouldBe(ResponseVerdict.Copied);
        round.Responses.Where(response => response.Hotkey != thief).ShouldAllBe(response => response.Verdict == ResponseVerdict.Scored);
        validator.Scores.Miners.Values.Single(miner => miner.Hotkey == thief).Total.ShouldBe(0);
    }

    [Fact]
    public async Task One_who_hands_in_the_same_audio_for_every_question_is_paid_for_it_once()
    {
        using TestNet net = await TestNet.StartAsync(miners: 2);
        AccountId lazy = TestNet.Miner(2).AccountId;
        var miners = new TestMiners((hotkey, question, _) =>
            Task.FromResult(TestMiners.Answer(hotkey == lazy ? (int)question.Service : TestMiners.SeedOf(hotkey, question.Prompt))));
        ValidatorParts parts = net.Parts(_folder, miners);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        var verdicts = new List<ResponseVerdict>();
        for (int i = 0; i < 6; i++)
        {
            RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();
            round.Responses[0].Verdict.ShouldBe(ResponseVerdict.Scored);
            verdicts.Add(round.Responses[1].Verdict);
        }

        verdicts.ShouldBe([.. Enumerable.Repeat(ResponseVerdict.Scored, 3), .. Enumerable.Repeat(ResponseVerdict.Copied, 3)]);
        store.ReadResponses()[0].Reason.ShouldContain("in round 3 by the same miner");
    }

    /// <summary>The same seed asks the same questions, so a second validator tells who will get which prompt.</summary>
    private static async Task<string> PromptOfAsync(TestNet net, AccountId hotkey)
    {
        using var folder = new TemporaryFolder();
        ValidatorParts parts = net.Parts(folder, TestMiners.ThatWork());
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(folder), parts);
        return (await validator.RunRoundAsync(Cancellation))!.Responses.Single(response => response.Hotkey == hotkey).Prompt;
    }
}
