using AudioSubnet.Dsp;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>Weights are mapped once for all requests and given back in the end, whatever ended the requests.</summary>
[Trait("Area", "engines")]
public sealed class SharedWeightsTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Music_requests_at_once_share_the_weights_and_a_cancelled_one_frees_them()
    {
        IMusicGenerator engine = new EngineCatalog().CreateMusicGenerator(Copy("musicgen"));
        using var owned = (IDisposable)engine;
        async Task<float[]> Compose(int seed) => (await engine.ComposeAsync(new MusicRequest("a slow waltz", 1) { Seed = seed }, Stop)).Mono.ToArray();
        float[][] alone = [await Compose(1), await Compose(2)];
        int mappings = Mappings();
        float[][] together = await Task.WhenAll(Compose(1), Compose(2));
        together.ShouldBe(alone);
        Mappings().ShouldBe(mappings);

        using var cancelled = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        Task<AudioBuffer> composing = engine.ComposeAsync(new MusicRequest("piano", 250) { Progress = new Listener(_ => begun.TrySetResult()) }, cancelled.Token);
        await begun.Task.WaitAsync(Stop);
        owned.Dispose(); // while it is in use
        Mappings().ShouldBe(mappings);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => composing);
        Mappings().ShouldBe(0);
    }

    [Fact]
    public async Task Speech_requests_at_once_share_the_weights_and_leave_none_behind()
    {
        ITextToSpeech engine = new EngineCatalog().CreateTextToSpeech(Copy("bark"));
        using var owned = (IDisposable)engine;
        async Task<float[]> Speak(int seed) => (await engine.SpeakAsync(new SpeechRequest("Good morning.") { Seed = seed }, Stop)).Mono.ToArray();
        float[][] alone = [await Speak(1), await Speak(2)];
        alone[0].ShouldNotBe(alone[1]);
        int mappings = Mappings();
        (await Task.WhenAll(Speak(1), Speak(2))).ShouldBe(alone);
        Mappings().ShouldBe(mappings);
        owned.Dispose();
        Mappings().ShouldBe(0);
    }

    /// <summary>How often this process maps the weights of the test's folder.</summary>
    private int Mappings()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux shows what a process maps");
        return File.ReadLines("/proc/self/maps").Count(line => line.Contains(_folder.FullName, StringComparison.Ordinal) && line.EndsWith("model.safetensors", StringComparison.Ordinal));
    }

    private string Copy(string model)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, "tests", "golden", model, "tiny")))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        return _folder.FullName;
    }

    private sealed class Listener(Action<double> hear) : IProgress<double>
    {
        public void Report(double value) => hear(value);
    }
}
