using System.Diagnostics;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.State;

namespace AudioSubnet.Validator.Tests;

/// <summary>A validator in a process of its own is killed in the middle of a round, and another goes on where it was.</summary>
[Trait("Area", "validator")]
public sealed class KillAndResumeTests
{
    private const string FolderVariable = "AUDIOSUBNET_TEST_STATE";
    private const string MarkFile = "in-the-middle";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_validator_killed_in_the_middle_of_a_round_loses_that_round_only()
    {
        using var folder = new TemporaryFolder();
        using (Process child = StartChild(folder.Path))
        {
            await MarkAsync(folder[MarkFile], child);
            child.Kill();
            await child.WaitForExitAsync(Cancellation);
        }

        using TestNet net = await TestNet.StartAsync(miners: 4);
        TestMiners miners = TestMiners.ThatWork();
        ValidatorParts parts = net.Parts(folder, miners);
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(folder) with { MinersPerRound = 2 }, parts);

        // Two rounds of text-to-speech are done (4 miners in pairs: each once), one of music, one of cloning; the second of music was lost.
        validator.NextRound.ShouldBe((5, AudioService.MusicGeneration));
        validator.Scores.Miners.Values.Select(miner => miner.TextToSpeech.Value).ShouldAllBe(value => Math.Abs(value - 0.2) < 1e-12);
        validator.Scores.Miners.Values.Sum(miner => miner.Music.Responses).ShouldBe(2);
        store.ReadResponses().Count.ShouldBe(8);
        string[] earlier = [.. store.ReadResponses().Where(response => response.Service == AudioService.MusicGeneration).Select(response => response.Prompt)];
        int[] first = [.. store.ReadResponses().Where(response => response.Service == AudioService.MusicGeneration).Select(response => (int)response.Uid)];

        RoundResult round = (await validator.RunRoundAsync(Cancellation)).ShouldNotBeNull();

        round.Number.ShouldBe(5);
        round.Responses.Select(response => (int)response.Uid).Concat(first).Order().ShouldBe([1, 2, 3, 4]);
        round.Responses.Select(response => response.Prompt).ShouldAllBe(prompt => !earlier.Contains(prompt));
        Directory.GetDirectories(folder["audio"], "round-0005-interrupted-*").ShouldHaveSingleItem();
        Directory.GetFiles(folder["audio", "round-0005"], "*.wav").Length.ShouldBe(2);
    }

    /// <summary>The child: runs four rounds, begins a fifth, marks that it is in the middle of it, and never ends by itself.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        string path = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException(
            $"{FolderVariable} is not set.");
        using TestNet net = await TestNet.StartAsync(miners: 4);
        int round = 0, answers = 0;
        var miners = new TestMiners(async (hotkey, question, token) =>
        {
            if (round < 5 || Interlocked.Increment(ref answers) == 1)
                return TestMiners.Answer(TestMiners.SeedOf(hotkey, question.Prompt));
            await File.WriteAllTextAsync(Path.Combine(path, MarkFile), "", token);
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("The child was not killed.");
        });
        ValidatorOptions options = new() { Netuid = net.Netuid, StateDirectory = path, Seed = 7, MinersPerRound = 2 };
        var parts = new ValidatorParts
        {
            Hotkey = net.Validator,
            Chain = net.Subtensor,
            Miners = miners,
            Scorer = new TestScorer(0.8),
            Store = ValidatorStore.Open(path, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance),
        };
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(options, parts);
        for (round = 1; ; round++)
            await validator.RunRoundAsync(Cancellation);
    }

    private static Process StartChild(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-explicit", "only", "-method", $"{typeof(KillAndResumeTests).FullName}.{nameof(Child)}" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Insert(0, typeof(KillAndResumeTests).Assembly.Location);
        return Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
    }

    /// <summary>Waits until the child is in the middle of its fifth round.</summary>
    private static async Task MarkAsync(string mark, Process child)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(mark))
        {
            if (child.HasExited)
                throw new InvalidOperationException(
                    $"The child ended by itself: {await child.StandardOutput.ReadToEndAsync(Cancellation)}");
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
