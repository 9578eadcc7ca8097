using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.State;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>The validator as it runs: rounds, weights and folders side by side.</summary>
[Trait("Area", "validator")]
public sealed class RunningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rounds_weights_and_folder_services_run_side_by_side_until_it_is_stopped()
    {
        using TestNet net = await TestNet.StartAsync(miners: 3);
        net.ProduceUntil(150);
        AccountId best = TestNet.Miner(2).AccountId;
        var quality = new System.Collections.Concurrent.ConcurrentDictionary<float, double>();
        var miners = new TestMiners((hotkey, question, _) =>
        {
            MinerAnswer answer = TestMiners.Answer(TestMiners.SeedOf(hotkey, question.Prompt));
            quality[answer.Audio!.Mono.Span[5000]] = hotkey == best ? 0.9 : 0.4;
            return Task.FromResult(answer);
        });
        var events = new ChannelObserver();
        ValidatorParts parts = net.Parts(_folder, miners, new TestScorer((audio, _) => quality[audio.Mono.Span[5000]]), observers: events);
        using ValidatorStore store = parts.Store;
        string services = _folder["services"];
        using var validator = new ValidatorService(
            net.Options(_folder) with
            {
                FolderServicesDirectory = services,
                FolderPoll = TimeSpan.FromMilliseconds(20),
                WeightsPoll = TimeSpan.FromMilliseconds(20),
                RoundPause = TimeSpan.FromMilliseconds(20),
            },
            parts);
        await File.WriteAllTextAsync(Path.Combine(services, "tts_source", "tts_prompts.csv"), "A sentence for the best.\n", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task running = validator.RunAsync(stop.Token);

        FileAnswered? answered = null;
        WeightsSet? weights = null;
        RoundFinished? finished = null;
        await foreach (ValidatorEvent happened in events.Reader.ReadAllAsync(Cancellation))
        {
            answered ??= happened as FileAnswered;
            weights ??= happened as WeightsSet;
            finished ??= happened as RoundFinished;
            if (answered is not null && weights is not null && finished is not null)
                break;
        }

        await stop.CancelAsync();
        await running;
        answered.ShouldNotBeNull().Uid.ShouldBe((ushort)2);
        File.Exists(answered!.Result).ShouldBeTrue();
        weights.ShouldNotBeNull().Record.Verified.ShouldBeTrue();
        weights!.Record.Weights.Single(weight => weight.Uid == 2).Weight.ShouldBe(ushort.MaxValue);
        store.LoadState().NextRound.ShouldBe(validator.NextRound.Number);
    }

    [Fact]
    public async Task It_stops_by_itself_after_the_rounds_it_was_told_to_run()
    {
        using TestNet net = await TestNet.StartAsync(miners: 1);
        ValidatorParts parts = net.Parts(_folder, TestMiners.ThatWork());
        using ValidatorStore store = parts.Store;
        using var validator = new ValidatorService(net.Options(_folder) with { MaxRounds = 4 }, parts);

        await validator.RunAsync(Cancellation);

        validator.NextRound.Number.ShouldBe(5);
    }
}
