using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.Voices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class HubSourceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private LocalHub _local = null!;
    private HuggingFaceHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _local = await LocalHub.StartAsync();
        _hub = new HuggingFaceHub(new HubOptions
        {
            Endpoint = _local.Endpoint,
            CacheFolder = Path.Combine(_folder.Path, "hub"),
            AssetsFolder = Path.Combine(_folder.Path, "assets"),
            RetryDelay = TimeSpan.FromMilliseconds(1),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _local.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Prompts_of_the_data_sets_are_prepared_and_read_once()
    {
        _local.Add("org/speech", dataset: true).Commit("main", new LocalFile(
            "data/train-00000-of-00001.parquet", await ParquetFiles.TextAsync("text", ["Room 12 is free.", "Room 12 is free.", new string('a', 400), " "]), Large: true));
        _local.Add("org/music", dataset: true).Commit("main", new LocalFile("data/train-00000-of-00001.parquet", await ParquetFiles.TextAsync("text", ["A calm piano."]), Large: true));
        var logger = new ListLogger<HubPromptSource>();
        using var source = new HubPromptSource(new HubDataset(_hub, "org/speech"), new HubDataset(_hub, "org/music"), new ShippedPrompts(), TimeProvider.System, logger);

        IReadOnlyList<string> speech = await source.GetPromptsAsync(AudioService.VoiceClone, Cancel);
        IReadOnlyList<string> music = await source.GetPromptsAsync(AudioService.MusicGeneration, Cancel);
        _local.Requests.Clear();

        speech.ShouldBe(["Room twelve is free."]);
        music.ShouldBe(["A calm piano."]);
        (await source.GetPromptsAsync(AudioService.TextToSpeech, Cancel)).ShouldBeSameAs(speech);
        _local.Requests.ShouldBeEmpty();
        logger.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_hub_is_away_the_shipped_prompts_serve_and_one_line_says_so()
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger<HubPromptSource>();
        using var source = new HubPromptSource(new HubDataset(_hub, "org/speech"), new HubDataset(_hub, "org/music"), new ShippedPrompts(), time, logger);
        IReadOnlyList<string> shipped = await new ShippedPrompts().GetPromptsAsync(AudioService.TextToSpeech, Cancel);

        for (int round = 0; round < 3; round++)
            (await source.GetPromptsAsync(AudioService.TextToSpeech, Cancel)).ShouldBe(shipped);
        string line = logger.Warnings.ShouldHaveSingleItem();
        line.ShouldContain("org/speech");
        line.ShouldContain("shipped");

        // An hour later it is asked again, and the data set is there by then.
        _local.Add("org/speech", dataset: true).Commit("main", new LocalFile("data/train.parquet", await ParquetFiles.TextAsync("text", ["Hello there."]), Large: true));
        time.Advance(TimeSpan.FromHours(1));
        (await source.GetPromptsAsync(AudioService.TextToSpeech, Cancel)).ShouldBe(["Hello there."]);
    }

    [Fact]
    public async Task Voices_of_the_data_set_are_used_and_broken_ones_left_out()
    {
        string shipped = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "voices"), "*.flac").Order(StringComparer.Ordinal).First();
        byte[] table = await ParquetFiles.AudioAsync([("a.flac", await File.ReadAllBytesAsync(shipped, Cancel)), ("broken.wav", ParquetFiles.Recording(1))]);
        _local.Add("org/voices", dataset: true).Commit("main", new LocalFile("data/train-00000-of-00001.parquet", table, Large: true));
        using var source = new HubVoiceSource(new HubDataset(_hub, "org/voices"), FolderVoiceSource.Shipped(), TimeProvider.System, new ListLogger<HubVoiceSource>());

        string name = (await source.GetNamesAsync(Cancel)).ShouldHaveSingleItem();
        VoiceReference voice = await source.ReadAsync(name, Cancel);

        name.ShouldBe("org/voices/00001.flac");
        voice.Audio.Seconds.ShouldBe((await FolderVoiceSource.Shipped().ReadAsync(Path.GetFileName(shipped), Cancel)).Audio.Seconds);
    }

    [Fact]
    public async Task While_the_hub_is_away_the_shipped_voices_serve()
    {
        var logger = new ListLogger<HubVoiceSource>();
        using var source = new HubVoiceSource(new HubDataset(_hub, "org/voices"), FolderVoiceSource.Shipped(), TimeProvider.System, logger);

        IReadOnlyList<string> names = await source.GetNamesAsync(Cancel);
        await source.GetNamesAsync(Cancel);

        names.ShouldBe(await FolderVoiceSource.Shipped().GetNamesAsync(Cancel));
        (await source.ReadAsync(names[0], Cancel)).Audio.Seconds.ShouldBeGreaterThan(1);
        logger.Warnings.ShouldHaveSingleItem().ShouldContain("org/voices");
    }

    private sealed class ListLogger<T> : ILogger<T>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}
