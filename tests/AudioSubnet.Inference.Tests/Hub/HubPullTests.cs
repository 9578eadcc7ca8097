using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class HubPullTests : HubTest
{
    private static readonly LocalFile Config = LocalFile.Text("config.json", "{\"model_type\":\"vits\"}");
    private static readonly LocalFile Weights = LocalFile.Weights("model.safetensors", 3_000_000);

    [Fact]
    public async Task A_pull_makes_the_layout_that_other_tools_read()
    {
        LocalCommit commit = Server.Add("org/name").Commit("main", Config, Weights, LocalFile.Text("README.md", "no model file"));
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        string repository = Path.Combine(Folder.Cache, "models--org--name");
        snapshot.Folder.ShouldBe(Path.Combine(repository, "snapshots", commit.Id));
        snapshot.Files.ShouldBe(["config.json", "model.safetensors"]);
        File.ReadAllText(Path.Combine(repository, "refs", "main")).ShouldBe(commit.Id);
        new FileInfo(Path.Combine(snapshot.Folder, "config.json")).LinkTarget.ShouldBe($"../../blobs/{Config.BlobId}");
        new FileInfo(Path.Combine(snapshot.Folder, "model.safetensors")).LinkTarget.ShouldBe($"../../blobs/{Weights.Sha256}");
        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        File.Exists(Path.Combine(snapshot.Folder, "README.md")).ShouldBeFalse();
        Directory.GetFiles(Path.Combine(repository, "blobs")).Select(Path.GetFileName).Order().ShouldBe(new[] { Config.BlobId, Weights.Sha256 }.Order());
        File.Exists(Path.Combine(Folder.Cache, ".locks", "models--org--name", $"{Weights.Sha256}.lock")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_other_tools_have_pulled_is_found_without_a_request()
    {
        const string Commit = "0123456789abcdef0123456789abcdef01234567";
        string repository = Path.Combine(Folder.Cache, "models--org--name");
        foreach (string name in new[] { "blobs", "refs", $"snapshots/{Commit}" })
            Directory.CreateDirectory(Path.Combine(repository, name));
        foreach (LocalFile file in new[] { Config, Weights })
        {
            await File.WriteAllBytesAsync(Path.Combine(repository, "blobs", file.Sha256 ?? file.BlobId), file.Content, Cancel);
            File.CreateSymbolicLink(Path.Combine(repository, "snapshots", Commit, file.Path), $"../../blobs/{file.Sha256 ?? file.BlobId}");
        }

        await File.WriteAllTextAsync(Path.Combine(repository, "refs", "main"), Commit, Cancel);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { Offline = true });

        hub.Find(HubRepository.Model("org/name")).ShouldNotBeNull().Commit.ShouldBe(Commit);
        (await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel)).PathOf("config.json").ShouldBe(Path.Combine(repository, "snapshots", Commit, "config.json"));
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Large_files_come_from_another_host_that_never_sees_the_token()
    {
        LocalRepository repository = Server.Add("org/private");
        repository.Token = "hf_secret";
        repository.Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { Token = "hf_secret" });

        await hub.PullAsync(HubRepository.Model("org/private"), cancellationToken: Cancel);

        Server.RequestsTo("hub").ShouldAllBe(request => request.Authorization == "Bearer hf_secret");
        Server.RequestsTo("storage").ShouldHaveSingleItem().Authorization.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    [InlineData(2_999_999)]
    public async Task A_cut_download_asks_for_the_rest_alone(int cutAt)
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        int cuts = 0;
        Server.Intercept = async (request, context) =>
        {
            if (request.Host != "storage" || cuts++ > 0)
                return false;
            await LocalHub.CutAsync(context, Weights.Content, 0, cutAt);
            return true;
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        LocalRequest[] requests = [.. Server.RequestsTo("storage")];
        requests.Length.ShouldBe(2);
        // Bytes that were still on their way when the connection broke may be lost, but what arrived is not asked for again.
        LocalHub.FromOf(requests[1].Range).ShouldBeLessThanOrEqualTo(cutAt);
        if (cutAt == 1_000_000)
            LocalHub.FromOf(requests[1].Range).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_pull_goes_on_where_an_earlier_one_was_given_up()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        string blobs = Path.Combine(Folder.Cache, "models--org--name", "blobs");
        Directory.CreateDirectory(blobs);
        await File.WriteAllBytesAsync(Path.Combine(blobs, Weights.Sha256 + ".incomplete"), Weights.Content[..2_000_000], Cancel);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        Server.RequestsTo("storage").ShouldHaveSingleItem().Range.ShouldBe("bytes=2000000-");
        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        Directory.GetFiles(blobs, "*.incomplete").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_part_that_was_damaged_on_disk_is_fetched_anew()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        string blobs = Path.Combine(Folder.Cache, "models--org--name", "blobs");
        Directory.CreateDirectory(blobs);
        await File.WriteAllBytesAsync(Path.Combine(blobs, Weights.Sha256 + ".incomplete"), new byte[1000], Cancel);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        Server.RequestsTo("storage").Select(request => request.Range).ShouldBe(["bytes=1000-", null]);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_read_from_the_beginning()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        string blobs = Path.Combine(Folder.Cache, "models--org--name", "blobs");
        Directory.CreateDirectory(blobs);
        await File.WriteAllBytesAsync(Path.Combine(blobs, Weights.Sha256 + ".incomplete"), Weights.Content[..2_000_000], Cancel);
        Server.Intercept = async (request, context) =>
        {
            if (request.Host != "storage")
                return false;
            context.Response.ContentLength = Weights.Content.Length;
            await context.Response.Body.WriteAsync(Weights.Content);
            return true;
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_with_other_content_than_promised_never_becomes_visible(bool large)
    {
        LocalFile wrong = large
            ? Weights with { Sha256 = new string('7', 64) }
            : Config with { BlobId = new string('7', 40) };
        Server.Add("org/name").Commit("main", large ? [Config, wrong] : [wrong, Weights]);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubException problem = await Should.ThrowAsync<HubException>(hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.Corrupt);
        problem.Message.ShouldContain(wrong.Path);
        hub.Find(HubRepository.Model("org/name")).ShouldBeNull();
        string repository = Path.Combine(Folder.Cache, "models--org--name");
        File.Exists(Path.Combine(repository, "refs", "main")).ShouldBeFalse();
        Directory.GetFiles(repository, wrong.Path, SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_bytes_than_promised_are_refused()
    {
        Server.Add("org/name").Commit("main", Config with { ListedSize = Config.Content.Length - 3 }, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubException problem = await Should.ThrowAsync<HubException>(hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_second_pull_downloads_nothing_and_a_new_commit_only_what_changed()
    {
        LocalRepository repository = Server.Add("org/name");
        repository.Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));
        await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);
        Server.Requests.Clear();
        await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);
        Server.Requests.ShouldHaveSingleItem().Path.ShouldBe("/api/models/org/name/revision/main");

        Server.Requests.Clear();
        LocalCommit second = repository.Commit("main", LocalFile.Text("config.json", "{}"), Weights);
        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        snapshot.Commit.ShouldBe(second.Id);
        File.ReadAllText(snapshot.PathOf("config.json")).ShouldBe("{}");
        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        Server.RequestsTo("storage").ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_tasks_and_three_clients_download_a_file_once()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        HuggingFaceHub[] hubs = [.. Enumerable.Range(0, 3).Select(_ => new HuggingFaceHub(Folder.Options(Server.Endpoint)))];

        HubSnapshot[] snapshots = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => hubs[i % 3].PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel)));

        snapshots.ShouldAllBe(snapshot => File.ReadAllBytes(snapshot.PathOf("model.safetensors")).SequenceEqual(Weights.Content));
        Server.RequestsTo("storage").Count().ShouldBe(1);
        foreach (HuggingFaceHub hub in hubs)
            hub.Dispose();
    }

    [Fact]
    public async Task Safetensors_are_taken_where_both_forms_are_there_and_shards_come_complete()
    {
        Server.Add("org/both").Commit("main", Config, Weights, LocalFile.Weights("pytorch_model.bin", 10));
        Server.Add("org/bin").Commit("main", Config, LocalFile.Weights("pytorch_model.bin", 10), LocalFile.Weights("tf_model.h5", 10));
        Server.Add("org/shards").Commit(
            "main", Config, LocalFile.Text("model.safetensors.index.json", "{}"), LocalFile.Weights("model-00001-of-00002.safetensors", 10, 1),
            LocalFile.Weights("model-00002-of-00002.safetensors", 10, 2), LocalFile.Weights("pytorch_model.bin", 10));
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        async Task<IReadOnlyList<string>> FilesOf(string id) => (await hub.PullAsync(HubRepository.Model(id), cancellationToken: Cancel)).Files;

        (await FilesOf("org/both")).ShouldBe(["config.json", "model.safetensors"]);
        (await FilesOf("org/bin")).ShouldBe(["config.json", "pytorch_model.bin"]);
        (await FilesOf("org/shards")).ShouldBe(["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]);
    }

    [Fact]
    public async Task A_repository_without_weights_says_what_it_lacks()
    {
        Server.Add("org/empty").Commit("main", Config);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubException problem = await Should.ThrowAsync<HubException>(hub.PullAsync(HubRepository.Model("org/empty"), cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.FileNotFound);
        problem.Message.ShouldContain("model.safetensors");
    }

    [Fact]
    public async Task A_listing_in_pages_is_read_to_its_end()
    {
        Server.PageSize = 7;
        LocalFile[] files = [.. Enumerable.Range(0, 50).Select(i => LocalFile.Text($"voices/{i:000}.json", $"{i}"))];
        Server.Add("org/voices", dataset: true).Commit("main", files);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        IReadOnlyList<HubFile> listed = await hub.ListAsync(HubRepository.Dataset("org/voices"), Cancel);

        listed.Select(file => file.Path).ShouldBe(files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_pinned_revision_stays_what_it_was()
    {
        LocalRepository repository = Server.Add("org/name");
        LocalCommit first = repository.Commit("main", Config, Weights);
        repository.Commit("main", LocalFile.Text("config.json", "{}"), Weights);
        repository.Commit("refs/pr/1", LocalFile.Text("config.json", "[]"), Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubSnapshot pinned = await hub.PullAsync(HubRepository.Model($"org/name@{first.Id}"), cancellationToken: Cancel);
        HubSnapshot branch = await hub.PullAsync(HubRepository.Model("org/name@refs/pr/1"), cancellationToken: Cancel);

        File.ReadAllBytes(pinned.PathOf("config.json")).ShouldBe(Config.Content);
        File.ReadAllText(branch.PathOf("config.json")).ShouldBe("[]");
        File.ReadAllText(Path.Combine(Folder.Cache, "models--org--name", "refs", "refs", "pr", "1")).ShouldBe(branch.Commit);
    }

    [Fact]
    public async Task Without_symbolic_links_snapshots_hold_copies()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { UseSymbolicLinks = false });

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        new FileInfo(snapshot.PathOf("model.safetensors")).LinkTarget.ShouldBeNull();
        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
    }

    [Fact]
    public async Task Redirects_within_the_hub_are_followed_with_the_token()
    {
        LocalRepository repository = Server.Add("org/new-name");
        repository.Token = "hf_secret";
        repository.Commit("main", Config, Weights);
        Server.Intercept = (request, context) =>
        {
            if (!request.Path.Contains("org/old-name", StringComparison.Ordinal))
                return Task.FromResult(false);
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = request.Path.Replace("org/old-name", "org/new-name", StringComparison.Ordinal);
            return Task.FromResult(true);
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { Token = "hf_secret" });

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/old-name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        Server.RequestsTo("hub").ShouldAllBe(request => request.Authorization == "Bearer hf_secret");
        Server.RequestsTo("storage").ShouldAllBe(request => request.Authorization == null);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_named()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        await File.WriteAllTextAsync(Folder.Cache, "a file where the folder should be", Cancel);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubException problem = await Should.ThrowAsync<HubException>(hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.Storage);
        problem.Message.ShouldContain(Folder.Cache);
    }

    [Fact]
    public async Task Progress_ends_at_the_total()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));
        var reports = new ReportList();

        await hub.PullAsync(HubRepository.Model("org/name"), progress: reports, cancellationToken: Cancel);

        reports.All.ShouldNotBeEmpty();
        reports.All[^1].BytesDone.ShouldBe(Config.Content.Length + Weights.Content.Length);
        reports.All[^1].BytesTotal.ShouldBe(reports.All[^1].BytesDone);
        reports.All.Select(report => report.BytesDone).ShouldBeInOrder();
    }

    [Fact]
    public async Task One_file_is_fetched_by_name_and_its_absence_remembered()
    {
        LocalCommit commit = Server.Add("org/name").Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        string? path = await hub.GetFileAsync(HubRepository.Model("org/name"), "model.safetensors", Cancel);
        string? none = await hub.GetFileAsync(HubRepository.Model("org/name"), "generation_config.json", Cancel);

        File.ReadAllBytes(path.ShouldNotBeNull()).ShouldBe(Weights.Content);
        none.ShouldBeNull();
        File.Exists(Path.Combine(Folder.Cache, "models--org--name", ".no_exist", commit.Id, "generation_config.json")).ShouldBeTrue();
        using var offline = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { Offline = true });
        (await offline.GetFileAsync(HubRepository.Model("org/name"), "generation_config.json", Cancel)).ShouldBeNull();
        (await offline.GetFileAsync(HubRepository.Model("org/name"), "model.safetensors", Cancel)).ShouldBe(path);
    }

    private sealed class ReportList : IProgress<HubProgress>
    {
        public List<HubProgress> All { get; } = [];

        public void Report(HubProgress value) => All.Add(value);
    }
}
