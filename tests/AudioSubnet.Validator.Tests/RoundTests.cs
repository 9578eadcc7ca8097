using System.Text.Json;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.State;

namespace AudioSubnet.Validator.Tests;

/// <summary>What a round asks, of whom, and what it keeps.</summary>
[Trait("Area", "validator")]
public sealed class RoundTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rounds_rotate_through_the_services_and_every_answer_is_kept_with_its_evidence()
    {
        using TestNet net = await TestNet.StartAsync(miners: 3);
        var events = new EventList();
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork(), observers: events);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        var rounds = new List<RoundResult>();
        for (int i = 0; i < 4; i++)
            rounds.Add((await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull());

        rounds.Select(round => round.Service).ShouldBe(
            [AudioService.TextToSpeech, AudioService.MusicGeneration, AudioService.VoiceClone, AudioService.TextToSpeech]);
        foreach (MinerResponse response in rounds.SelectMany(round => round.Responses))
        {
            response.Verdict.ShouldBe(ResponseVerdict.Scored);
            response.AudioPath.ShouldNotBeNull().ShouldStartWith(
                Path.Combine("audio", $"round-{response.Round:0000}", response.Service.ShortName() + "-uid"));
            (await AudioFile.ReadAsync(_folder[response.AudioPath!], cancellationToken: Cancellation)).Seconds.ShouldBe(
                response.AudioSeconds!.Value, 1e-9);
        }

        using JsonDocument evidence = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["audio", "round-0001", "round.json"], Cancellation));
        evidence.RootElement.GetProperty("responses").GetArrayLength().ShouldBe(3);
        evidence.RootElement.GetProperty("responses")[0].GetProperty("score").GetProperty("metrics")[0].GetProperty("name").GetString().ShouldBe("infinite");
        events.Of<RoundFinished>().Count().ShouldBe(4);
        events.Of<ResponseScored>().Count().ShouldBe(12);
        events.Of<Problem>().ShouldBeEmpty();
        store.ReadResponses().Count.ShouldBe(12);
    }

    [Fact]
    public async Task Small_rounds_cover_all_miners_in_turn_also_across_a_restart()
    {
        using TestNet net = await TestNet.StartAsync(miners: 7);
        TestMiners miners = TestMiners.ThatWork();
        ValidatorOptions options = net.Options(_folder) with { MinersPerRound = 2 };
        for (int restart = 0; restart < 7; restart++)
        {
            ValidatorParts parts = net.Parts(_folder, miners);
            using ValidatorStore store = parts.Store;
            using var validator = new ValidatorService(options, parts);
            for (int i = 0; i < 3; i++)
                await validator.RunRoundAsync(Cancellation);
        }

        foreach (AudioService service in AudioServices.Rotation)
        {
            var asked = miners.Asked.Where(ask => ask.Question.Service == service).ToArray();
            asked.GroupBy(ask => ask.Hotkey).Select(group => group.Count()).ShouldAllBe(count => count == 2);
            asked.Select(ask => ask.Question.Prompt).Distinct(StringComparer.Ordinal).Count().ShouldBe(14);
        }
    }

    [Fact]
    public async Task Miners_have_50_seconds_for_speech_140_for_music_and_150_for_a_clone()
    {
        using TestNet net = await TestNet.StartAsync(miners: 1);
        TestMiners miners = TestMiners.ThatWork();
        ValidatorParts parts = net.Parts(_folder, miners);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);
        for (int i = 0; i < 3; i++)
            await validator.RunRoundAsync(Cancellation);

        miners.Asked.Select(ask => ask.Timeout.TotalSeconds).ShouldBe([50, 140, 150]);
        miners.Asked.Select(ask => ask.Question.MusicTokens).ShouldContain(755);
        miners.Asked.Select(ask => ask.Question.Reference is null).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task Miners_get_prompts_of_their_own_unless_the_round_shares_one()
    {
        using TestNet net = await TestNet.StartAsync(miners: 4);
        foreach ((PromptSharing sharing, int prompts) in new[] { (PromptSharing.PerMiner, 4), (PromptSharing.PerRound, 1) })
        {
            using var folder = new TemporaryFolder();
            ValidatorParts parts = net.Parts(folder, TestMiners.ThatWork());
            using ValidatorStore store = parts.Store;
            using var validator = new ValidatorService(net.Options(folder) with { PromptSharing = sharing }, parts);
            for (int i = 0; i < 3; i++)
                (await validator.RunRoundAsync(Cancellation))!.Responses.Select(response => response.Prompt).Distinct(StringComparer.Ordinal).Count().ShouldBe(prompts);
        }
    }

    /// <summary>Known fault: parallel requests and other validators shared file names in /tmp and deleted each other's audio.</summary>
    [Fact]
    public async Task Known_fault_no_two_answers_share_a_file_and_none_lies_outside_the_state_folder()
    {
        using TestNet net = await TestNet.StartAsync(miners: 4);
        using var other = new TemporaryFolder();
        var paths = new List<string>();
        foreach (TemporaryFolder folder in (TemporaryFolder[])[_folder, other])
        {
            ValidatorParts parts = net.Parts(folder, TestMiners.ThatWork());
            using ValidatorStore store = parts.Store;
            using var validator = new ValidatorService(net.Options(folder), parts);
            for (int i = 0; i < 6; i++)
                paths.AddRange((await validator.RunRoundAsync(Cancellation))!.Responses.Select(response => folder[response.AudioPath!]));
        }

        paths.Distinct(StringComparer.Ordinal).Count().ShouldBe(48);
        paths.ShouldAllBe(path => File.Exists(path));
        paths.ShouldAllBe(
            path => path.StartsWith(_folder.Path, StringComparison.Ordinal) || path.StartsWith(other.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audio_can_be_limited_to_the_newest_rounds_while_the_numbers_stay()
    {
        using TestNet net = await TestNet.StartAsync(miners: 1);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork());
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder) with { KeepAudioRounds = 2 }, parts);
        for (int i = 0; i < 5; i++)
            await validator.RunRoundAsync(Cancellation);

        Directory.GetDirectories(_folder["audio"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ShouldBe(
            ["round-0004", "round-0005"]);
        store.ReadResponses().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Cancelling_ends_the_validator_without_an_error()
    {
        using TestNet net = await TestNet.StartAsync(miners: 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var miners = new TestMiners(async (_, _, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        ValidatorParts parts = net.Parts(_folder, miners);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder), parts);

        await validator.RunAsync(stop.Token);

        store.LoadState().NextRound.ShouldBe(1);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public async Task An_alpha_that_makes_no_sense_is_refused(double alpha)
    {
        using TestNet net = await TestNet.StartAsync(miners: 0);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork());
        using ValidatorStore store = parts.Store;
        ValidatorOptions options = net.Options(_folder) with { Alpha = alpha };
        Should.Throw<ArgumentException>(() => new ValidatorService(options, parts)).Message.ShouldContain("alpha");
    }
}
