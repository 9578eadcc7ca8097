using System.Text.Json;
using AudioSubnet.TestHub;

namespace AudioSubnet.Cli.Tests;

[Trait("Area", "hub")]
public sealed class ModelsCommandTests : IAsyncLifetime
{
    private const string Model = "suno/bark-small";

    private static readonly LocalFile Config = LocalFile.Text("config.json", "{}");
    private static readonly LocalFile Voice = LocalFile.Text("speaker_embeddings/v2/en_speaker_0.npy", "numbers");
    private static readonly LocalFile Weights = LocalFile.Weights("pytorch_model.bin", 2_000_000);

    private readonly TemporaryFolder _home = new();
    private LocalHub _hub = null!;

    private string Blobs => Path.Combine(_home.Path, "hub", "models--suno--bark-small", "blobs");

    public async ValueTask InitializeAsync()
    {
        _hub = await LocalHub.StartAsync();
        _hub.Add(Model).Commit("main", Config, Voice, Weights, LocalFile.Weights("text.pt", 100));
        _hub.Add("facebook/musicgen-small").Commit("main", Config, Weights);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_model_is_pulled_listed_shown_checked_repaired_and_removed()
    {
        var (code, output, errors) = await RunAsync("pull", Model, "--json");
        code.ShouldBe(0, errors);
        JsonElement pulled = JsonDocument.Parse(output).RootElement[0];
        string folder = pulled.GetProperty("folder").GetString()!;
        pulled.GetProperty("license").GetString().ShouldBe("MIT");
        File.ReadAllBytes(Path.Combine(folder, "pytorch_model.bin")).ShouldBe(Weights.Content);
        File.Exists(Path.Combine(folder, "speaker_embeddings", "v2", "en_speaker_0.npy")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "text.pt")).ShouldBeFalse();
        errors.ShouldContain("2 MB of 2 MB");

        (_, output, _) = await RunAsync("list", "--json");
        JsonElement[] lines = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
        lines.Single(line => line.GetProperty("name").GetString() == Model).GetProperty("complete").GetBoolean().ShouldBeTrue();
        lines.Single(line => line.GetProperty("name").GetString() == "facebook/musicgen-small").GetProperty("permissive").GetBoolean().ShouldBeFalse();
        (_, output, _) = await RunAsync("list", "--permissive-only");
        output.ShouldContain(Model);
        output.ShouldNotContain("musicgen");

        (_, output, _) = await RunAsync("info", Model);
        output.ShouldContain(folder);
        output.ShouldContain("MIT (commercial use allowed)");

        File.WriteAllBytes(Path.Combine(Blobs, Weights.Sha256!), new byte[Weights.Content.Length]);
        (code, output, errors) = await RunAsync("verify", Model);
        code.ShouldBe(1);
        output.ShouldContain("pytorch_model.bin (damaged)");
        errors.ShouldContain($"models verify --repair {Model}");
        (code, _, errors) = await RunAsync("verify", "--repair");
        code.ShouldBe(0, errors);
        File.ReadAllBytes(Path.Combine(folder, "pytorch_model.bin")).ShouldBe(Weights.Content);

        (code, output, _) = await RunAsync("remove", Model);
        code.ShouldBe(0);
        output.ShouldContain("2 MB are free");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("CC-BY-NC-4.0", "facebook/musicgen-small")]
    [InlineData("not known", "somebody/else")]
    public async Task Only_permissive_models_are_pulled_when_asked_so(string said, string name)
    {
        var (code, _, errors) = await RunAsync("pull", "--permissive-only", Model, name);

        code.ShouldBe(1);
        errors.ShouldContain(name);
        errors.ShouldContain(said);
        _hub.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("org/typo", "Check the spelling")]
    [InlineData("../x", "facebook/mms-tts-eng")]
    [InlineData(".", "is a folder of yours")]
    public async Task A_pull_that_fails_says_why_in_one_line(string name, string said)
    {
        var (code, _, errors) = await RunAsync("pull", name);

        code.ShouldBe(1);
        errors.Split('\n').Count(line => line.StartsWith("error:", StringComparison.Ordinal)).ShouldBe(1, errors);
        errors.ShouldContain(said);
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_loses_nothing_that_it_had()
    {
        const int Half = 1_000_000;
        _hub.Intercept = async (request, context) =>
        {
            if (request.Host != "storage")
                return false;
            context.Response.ContentLength = Weights.Content.Length;
            await context.Response.Body.WriteAsync(Weights.Content.AsMemory(0, Half));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        string part = Path.Combine(Blobs, Weights.Sha256 + ".incomplete");
        using (ModelsProgram program = ModelsProgram.Start(_home.Path, _hub.Endpoint, "pull", Model))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!File.Exists(part) || new FileInfo(part).Length < Half)
                await Task.Delay(20, limit.Token);
            await program.KillAsync();
        }

        (await RunAsync("list", "--json")).Output.ShouldContain("\"complete\": false");
        _hub.Intercept = null;
        _hub.Requests.Clear();
        var (code, _, errors) = await RunAsync("pull", Model);

        code.ShouldBe(0, errors);
        _hub.RequestsTo("storage").ShouldHaveSingleItem().Range.ShouldBe($"bytes={Half}-");
        File.ReadAllBytes(Path.Combine(Blobs, Weights.Sha256!)).ShouldBe(Weights.Content);
        File.Exists(part).ShouldBeFalse();
    }

    [Fact]
    public async Task Three_processes_that_pull_the_same_download_it_once()
    {
        var all = new TaskCompletionSource();
        _hub.Intercept = async (request, _) =>
        {
            if (request.Host == "hub" && _hub.Requests.Count(seen => seen.Path.Contains("/revision/", StringComparison.Ordinal)) == 3)
                all.TrySetResult();
            // The file comes only when all three are at work.
            if (request.Host == "storage")
                await all.Task;
            return false;
        };
        ModelsProgram[] programs = [.. Enumerable.Range(0, 3).Select(_ => ModelsProgram.Start(_home.Path, _hub.Endpoint, "pull", Model))];

        var ends = await Task.WhenAll(programs.Select(program => program.EndAsync()));

        ends.ShouldAllBe(end => end.ExitCode == 0);
        _hub.RequestsTo("storage").Count().ShouldBe(1);
        File.ReadAllBytes(Path.Combine(Blobs, Weights.Sha256!)).ShouldBe(Weights.Content);
        Directory.GetFiles(Blobs).Length.ShouldBe(3);
        foreach (ModelsProgram program in programs)
            program.Dispose();
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => ModelsProgram.RunAsync(_home.Path, _hub.Endpoint, arguments);
}
