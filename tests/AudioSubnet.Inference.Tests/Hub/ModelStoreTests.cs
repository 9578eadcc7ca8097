using System.Security.Cryptography;
using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class ModelStoreTests : IAsyncLifetime
{
    private static readonly LocalFile Config = LocalFile.Text("config.json", "{}");
    private static readonly LocalFile Weights = LocalFile.Weights("model.safetensors", 300_000);

    private readonly HubTestFolder _folder = new();
    private LocalHub _local = null!;
    private HuggingFaceHub _hub = null!;
    private ModelStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _local = await LocalHub.StartAsync();
        _hub = new HuggingFaceHub(_folder.Options(_local.Endpoint));
        _store = new ModelStore(_hub, ModelCatalog.Default, [Path.Combine(_folder.Path, "mine")]);
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _local.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_folder_is_a_model_wherever_it_is()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "fine-tuned")).FullName;
        string mine = Directory.CreateDirectory(Path.Combine(_folder.Path, "mine", "facebook", "mms-tts-eng")).FullName;

        (await _store.GetAsync(folder, cancellationToken: Cancel)).Folder.ShouldBe(folder);
        (await _store.GetAsync("facebook/mms-tts-eng", cancellationToken: Cancel)).Folder.ShouldBe(mine);
        _local.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_here_is_used_without_asking_the_hub()
    {
        _local.Add("facebook/mms-tts-eng").Commit("main", Config, Weights);
        StoredModel pulled = await _store.GetAsync("facebook/mms-tts-eng", cancellationToken: Cancel);
        _local.Requests.Clear();

        StoredModel found = await _store.GetAsync("FACEBOOK/mms-tts-eng", cancellationToken: Cancel);

        found.ShouldBe(pulled);
        _local.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_elsewhere_is_taken_only_with_its_hash()
    {
        byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        _local.Intercept = async (request, context) =>
        {
            if (request.Host != "storage")
                return false;
            await context.Response.Body.WriteAsync(content);
            return true;
        };
        CatalogModel Judge(string id, string sha256) => new()
        {
            Id = id,
            Task = ModelTask.SpeechQuality,
            License = ModelLicense.Mit,
            Description = "a judge",
            PinnedFiles = [new PinnedFile("judge.onnx", new Uri(_local.StorageEndpoint, "judge.onnx"), content.Length, sha256)],
        };
        var catalog = new ModelCatalog([Judge("good", Convert.ToHexStringLower(SHA256.HashData(content))), Judge("changed", new string('3', 64))]);
        using var hub = new HuggingFaceHub(_folder.Options(_local.Endpoint) with { Token = "hf_secret" });
        using var store = new ModelStore(hub, catalog, []);

        StoredModel model = await store.GetAsync("good", cancellationToken: Cancel);
        HubException problem = await Should.ThrowAsync<HubException>(store.GetAsync("changed", cancellationToken: Cancel));

        File.ReadAllBytes(Path.Combine(model.Folder, "judge.onnx")).ShouldBe(content);
        problem.Kind.ShouldBe(HubErrorKind.Corrupt);
        store.Find("changed").ShouldBeNull();
        _local.Requests.ShouldAllBe(request => request.Authorization == null);
    }

    [Fact]
    public async Task A_check_finds_what_is_damaged_and_a_repair_brings_it_anew()
    {
        _local.Add("org/name").Commit("main", Config, Weights);
        StoredModel model = await _store.GetAsync("org/name", cancellationToken: Cancel);
        var inventory = new CacheInventory(_store);
        (await inventory.VerifyAsync("org/name", cancellationToken: Cancel)).ShouldAllBe(check => check.State == FileState.Good);
        string path = Path.Combine(model.Folder, "model.safetensors");
        await using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 1000;
            file.WriteByte((byte)(Weights.Content[1000] ^ 1));
        }

        (await inventory.VerifyAsync("org/name", cancellationToken: Cancel)).Single(check => check.State != FileState.Good).ShouldBe(new FileCheck("model.safetensors", FileState.Damaged));
        (await inventory.RemoveDamagedAsync("org/name", Cancel)).ShouldBe(1);
        _store.Find("org/name").ShouldBeNull();
        await _store.PullAsync("org/name", cancellationToken: Cancel);

        File.ReadAllBytes(path).ShouldBe(Weights.Content);
        (await inventory.VerifyAsync("org/name", cancellationToken: Cancel)).ShouldAllBe(check => check.State == FileState.Good);
    }

    [Fact]
    public async Task Removing_frees_what_listing_showed()
    {
        _local.Add("org/name").Commit("main", Config, Weights);
        StoredModel model = await _store.GetAsync("org/name", cancellationToken: Cancel);
        var inventory = new CacheInventory(_store);

        CachedRepository listed = inventory.List().ShouldHaveSingleItem();
        long? freed = inventory.Remove("org/name");

        listed.Repository.ShouldBe(HubRepository.Model("org/name"));
        listed.Commits.ShouldBe([model.Commit!]);
        freed.ShouldBe(listed.Bytes);
        listed.Bytes.ShouldBeGreaterThan(Weights.Content.Length);
        inventory.List().ShouldBeEmpty();
        inventory.Remove("org/name").ShouldBeNull();
        _store.Find("org/name").ShouldBeNull();
    }

    [Fact]
    public void Every_model_of_the_catalog_has_terms_and_a_name_that_works()
    {
        foreach (CatalogModel model in ModelCatalog.Default.Models)
        {
            (model.License == ModelLicense.Unknown).ShouldBe(model.HasRows, model.Id);
            (model.IsOnHub ? _store.RepositoryOf(model.Id).Id : model.Id).ShouldBe(model.Id);
            foreach (string need in model.Needs)
                ModelCatalog.Default.Find(need).ShouldNotBeNull();
        }

        ModelCatalog.Default.LicenseOf("facebook/mms-tts-deu").IsPermissive.ShouldBeFalse();
        ModelCatalog.Default.LicenseOf("somebody/anything").ShouldBe(ModelLicense.Unknown);
        _store.WithNeeds("GitMylo/bark-voice-cloning").ShouldBe(["GitMylo/bark-voice-cloning", "suno/bark-small", "facebook/hubert-base-ls960"]);
    }

    [Fact]
    public async Task The_pinned_files_are_those_that_the_models_folder_holds()
    {
        Assert.SkipUnless(TestData.TestPaths.Shared is not null, "no shared folder beside the checkout");
        using var store = new ModelStore(_hub, ModelCatalog.Default, [Path.Combine(TestData.TestPaths.Shared!, "models")]);
        var inventory = new CacheInventory(store);

        foreach (string name in new[] { "nisqa", "dnsmos", "silero-vad" })
            (await inventory.VerifyAsync(name, cancellationToken: Cancel)).ShouldAllBe(check => check.State == FileState.Good);
    }
}
