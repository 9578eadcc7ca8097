using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class HubDatasetTests : IAsyncLifetime
{
    private readonly HubTestFolder _folder = new();
    private LocalHub _local = null!;
    private HuggingFaceHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _local = await LocalHub.StartAsync();
        _hub = new HuggingFaceHub(_folder.Options(_local.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _local.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("Prompts")]
    [InlineData("anything")]
    public async Task Texts_come_from_the_column_of_text_in_all_row_groups(string column)
    {
        byte[] table = await ParquetFiles.TextAsync(column, ["One.", null, "Two."], ["", "Three, ünïcode 🎵."]);
        _local.Add("org/texts", dataset: true).Commit("main", new LocalFile("data/train-00000-of-00001.parquet", table, Large: true), LocalFile.Text("README.md", "x"));

        (await new HubDataset(_hub, "org/texts").ReadTextAsync(cancellationToken: Cancel)).ShouldBe(["One.", "Two.", "Three, ünïcode 🎵."]);
    }

    [Fact]
    public async Task A_data_set_of_csv_is_read_through_the_hubs_conversion_and_pulled_once()
    {
        LocalRepository repository = _local.Add("org/texts", dataset: true);
        repository.Commit("main", LocalFile.Text("prompts.csv", "text\nOne.\n"));
        repository.Commit("refs/convert/parquet", new LocalFile("default/train/0000.parquet", await ParquetFiles.TextAsync("text", ["One."]), Large: true));

        (await new HubDataset(_hub, "org/texts").ReadTextAsync(cancellationToken: Cancel)).ShouldBe(["One."]);
        _local.Requests.Clear();
        (await new HubDataset(_hub, "org/texts").ReadTextAsync(cancellationToken: Cancel)).ShouldBe(["One."]);

        _local.Requests.ShouldBeEmpty();
        using var offline = new HuggingFaceHub(_hub.Options with { Offline = true });
        (await new HubDataset(offline, "org/texts").ReadTextAsync(cancellationToken: Cancel)).ShouldBe(["One."]);
    }

    [Fact]
    public async Task Recordings_in_tables_are_unpacked_once_under_names_of_our_own()
    {
        byte[] table = await ParquetFiles.AudioAsync(
            [("../../evil.wav", ParquetFiles.Recording(1)), ("empty.wav", null)],
            [("b.wav", ParquetFiles.Recording(2)), ("text.wav", [1, 2, 3])]);
        _local.Add("org/voices", dataset: true).Commit("main", new LocalFile("data/train-00000-of-00001.parquet", table, Large: true));
        var dataset = new HubDataset(_hub, "org/voices");

        IReadOnlyList<string> files = await dataset.GetRecordingsAsync(cancellationToken: Cancel);
        _local.Requests.Clear();
        IReadOnlyList<string> again = await dataset.GetRecordingsAsync(cancellationToken: Cancel);

        files.Select(File.ReadAllBytes).ShouldBe([ParquetFiles.Recording(1), ParquetFiles.Recording(2)]);
        files.Select(Path.GetFileName).ShouldBe(["00001.wav", "00002.wav"]);
        files.ShouldAllBe(file => file.StartsWith(_folder.Path, StringComparison.Ordinal));
        again.ShouldBe(files);
        _local.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_recordings_that_lie_one_by_one_a_fair_share_is_pulled()
    {
        LocalFile[] files = [.. Enumerable.Range(0, 500).Select(i => new LocalFile($"wav_dataset/{i:0000}.wav", ParquetFiles.Recording(i)))];
        _local.Add("org/voices", dataset: true).Commit("main", files);

        IReadOnlyList<string> recordings = await new HubDataset(_hub, "org/voices").GetRecordingsAsync(count: 10, cancellationToken: Cancel);

        recordings.Select(Path.GetFileName).ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i * 50:0000}.wav"));
        _local.Requests.Count(request => request.Path.Contains("/resolve/", StringComparison.Ordinal)).ShouldBe(10);
    }

    [Fact]
    public async Task A_data_set_without_tables_says_so()
    {
        LocalRepository repository = _local.Add("org/none", dataset: true);
        repository.Commit("main", LocalFile.Text("README.md", "x"));
        repository.Commit("refs/convert/parquet", LocalFile.Text("README.md", "x"));

        HubException problem = await Should.ThrowAsync<HubException>(new HubDataset(_hub, "org/none").ReadTextAsync(cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.FileNotFound);
        problem.Message.ShouldContain("Parquet");
    }
}
