using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class HubFailureTests : HubTest
{
    private static readonly LocalFile Config = LocalFile.Text("config.json", "{}");
    private static readonly LocalFile Weights = LocalFile.Weights("model.safetensors", 300_000);

    [Theory]
    [InlineData(null, HubErrorKind.RepositoryNotFound, "set HF_TOKEN")]
    [InlineData("hf_any", HubErrorKind.RepositoryNotFound, "Check the spelling")]
    public async Task A_name_that_is_not_there_says_what_to_check(string? token, HubErrorKind kind, string said)
    {
        HubException problem = await FailAsync("org/typo", options => options with { Token = token });

        problem.Kind.ShouldBe(kind);
        problem.Message.ShouldContain("org/typo");
        problem.Message.ShouldContain(said);
    }

    [Fact]
    public async Task A_gated_repository_says_where_to_accept_its_terms()
    {
        LocalRepository repository = Server.Add("org/gated");
        (repository.Token, repository.Gated) = ("hf_right", true);
        repository.Commit("main", Config, Weights);

        HubException problem = await FailAsync("org/gated");

        problem.Kind.ShouldBe(HubErrorKind.Gated);
        problem.Message.ShouldContain($"{Server.Endpoint}org/gated");
        problem.Message.ShouldContain("HF_TOKEN");
    }

    [Fact]
    public async Task A_wrong_token_is_named_as_the_cause_and_not_shown()
    {
        LocalRepository repository = Server.Add("org/private");
        repository.Token = "hf_right";
        repository.Commit("main", Config, Weights);

        HubException problem = await FailAsync("org/private", options => options with { Token = "hf_wrong_secret" });

        problem.Kind.ShouldBe(HubErrorKind.Unauthorized);
        problem.Message.ShouldContain("token");
        problem.ToString().ShouldNotContain("hf_wrong_secret");
    }

    [Fact]
    public async Task A_revision_that_is_not_there_is_named()
    {
        Server.Add("org/name").Commit("main", Config, Weights);

        HubException problem = await FailAsync("org/name@v9");

        problem.Kind.ShouldBe(HubErrorKind.RevisionNotFound);
        problem.Message.ShouldContain("v9");
    }

    [Fact]
    public async Task The_wait_that_the_hub_asks_for_is_kept()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        int refused = 0;
        Server.Intercept = (request, context) =>
        {
            if (request.Host != "hub" || refused++ > 0)
                return Task.FromResult(false);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "30";
            return Task.FromResult(true);
        };
        var time = new FakeTimeProvider();
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { ResponseTimeLimit = TimeSpan.FromHours(1) }, time);
        DateTimeOffset begin = time.GetUtcNow();

        Task<HubSnapshot> pull = hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);
        DateTimeOffset? second = null;
        while (!pull.IsCompleted)
        {
            if (Server.Requests.Count == 1)
                time.Advance(TimeSpan.FromSeconds(1));
            else if (Server.Requests.Count > 1)
                second ??= time.GetUtcNow();
            await Task.WhenAny(pull, Task.Delay(1, Cancel));
        }

        (await pull).Files.Count.ShouldBe(2);
        (second.ShouldNotBeNull() - begin).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_wait_of_a_day_is_not_waited_but_told()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        Server.Intercept = (_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "86400";
            return Task.FromResult(true);
        };

        HubException problem = await FailAsync("org/name");

        problem.Kind.ShouldBe(HubErrorKind.RateLimited);
        problem.Message.ShouldContain("86400 s");
        Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Trouble_on_both_hosts_is_retried()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        int asked = 0;
        Server.Intercept = (_, context) =>
        {
            // Every second request fails.
            if (Interlocked.Increment(ref asked) % 2 == 0)
                return Task.FromResult(false);
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { ParallelFiles = 1 });

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
    }

    [Fact]
    public async Task Trouble_that_stays_is_told_and_what_is_there_is_kept()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        Server.Intercept = async (request, context) =>
        {
            if (request.Host != "storage")
                return false;
            if (request.Range is null)
                await LocalHub.CutAsync(context, Weights.Content, 0, 100_000);
            else
                context.Abort();
            return true;
        };

        HubException problem = await FailAsync("org/name");

        problem.Kind.ShouldBe(HubErrorKind.Unavailable);
        string blobs = Path.Combine(Folder.Cache, "models--org--name", "blobs");
        new FileInfo(Path.Combine(blobs, Weights.Sha256 + ".incomplete")).Length.ShouldBeGreaterThan(0);
        Server.Intercept = null;
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));
        Server.Requests.Clear();
        await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);
        LocalHub.FromOf(Server.RequestsTo("storage").ShouldHaveSingleItem().Range).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_body_that_stands_still_is_resumed_on_a_new_connection()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        int bodies = 0;
        Server.Intercept = async (request, context) =>
        {
            if (request.Host != "storage" || bodies++ > 0)
                return false;
            context.Response.ContentLength = Weights.Content.Length;
            await context.Response.Body.WriteAsync(Weights.Content.AsMemory(0, 100_000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { IdleTimeLimit = TimeSpan.FromSeconds(2) });

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        File.ReadAllBytes(snapshot.PathOf("model.safetensors")).ShouldBe(Weights.Content);
        Server.RequestsTo("storage").Last().Range.ShouldBe("bytes=100000-");
    }

    [Fact]
    public async Task A_complete_copy_serves_while_the_hub_is_away()
    {
        LocalCommit commit = Server.Add("org/name").Commit("main", Config, Weights);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint) with { MaxRetries = 1 });
        await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);
        Server.Intercept = (_, context) =>
        {
            context.Abort();
            return Task.FromResult(true);
        };

        HubSnapshot snapshot = await hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: Cancel);

        snapshot.Commit.ShouldBe(commit.Id);
        (await FailAsync("org/other")).Kind.ShouldBe(HubErrorKind.Unavailable);
    }

    [Fact]
    public async Task Offline_mode_asks_nobody()
    {
        Server.Add("org/name").Commit("main", Config, Weights);

        HubException problem = await FailAsync("org/name", options => options with { Offline = true });

        problem.Kind.ShouldBe(HubErrorKind.Offline);
        problem.Message.ShouldContain("HF_HUB_OFFLINE");
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_does_not_fit_on_the_disk_is_refused_before_it_begins()
    {
        Server.Add("org/huge").Commit("main", Config, Weights with { ListedSize = 1L << 43 });

        HubException problem = await FailAsync("org/huge");

        problem.Kind.ShouldBe(HubErrorKind.Storage);
        problem.Message.ShouldContain("8796.09 GB");
        Server.RequestsTo("storage").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../../etc/cron.d/x.json")]
    [InlineData("/etc/passwd.json")]
    [InlineData("a/../../x.json")]
    [InlineData("..\\x.json")]
    [InlineData("C:\\x.json")]
    [InlineData("a//b.json")]
    [InlineData("a\u0000b.json")]
    [InlineData("a/./b.json")]
    [InlineData("NUL.json")]
    public async Task A_listing_that_names_files_elsewhere_is_refused_whole(string path)
    {
        Server.Add("org/hostile").Commit("main", Config, Weights, new LocalFile(path, [1, 2, 3]));

        HubException problem = await FailAsync("org/hostile");

        problem.Kind.ShouldBe(HubErrorKind.Unsafe);
        Directory.Exists(Folder.Cache).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[{\"type\":\"file\"}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"config.json\",\"size\":-5,\"oid\":\"x\"}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"config.json\",\"size\":5,\"oid\":\"../../x\"}]")]
    [InlineData("{}")]
    [InlineData("<html>sign in</html>")]
    [InlineData("[1,2")]
    public async Task A_listing_that_makes_no_sense_is_refused(string answer)
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        Server.Intercept = async (request, context) =>
        {
            if (!request.Path.Contains("/tree/", StringComparison.Ordinal))
                return false;
            await context.Response.WriteAsync(answer);
            return true;
        };

        (await FailAsync("org/name")).Kind.ShouldBe(HubErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_folder_of_the_snapshot_that_is_a_link_carries_nothing_elsewhere()
    {
        LocalCommit commit = Server.Add("org/name").Commit("main", Config, Weights, LocalFile.Text("sub/a.json", "{}"));
        string elsewhere = Directory.CreateDirectory(Path.Combine(Folder.Path, "elsewhere")).FullName;
        string snapshot = Directory.CreateDirectory(Path.Combine(Folder.Cache, "models--org--name", "snapshots", commit.Id)).FullName;
        Directory.CreateSymbolicLink(Path.Combine(snapshot, "sub"), elsewhere);
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));

        HubException problem = await Should.ThrowAsync<HubException>(
            hub.PullAsync(HubRepository.Model("org/name"), FileSelection.All, cancellationToken: Cancel));

        problem.Kind.ShouldBe(HubErrorKind.Unsafe);
        Directory.GetFileSystemEntries(elsewhere).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b/c")]
    [InlineData("a/..")]
    [InlineData("org--x/name")]
    [InlineData("org/name@")]
    [InlineData("org/name@../../x")]
    [InlineData("org/na me")]
    [InlineData("https://huggingface.co/org/name")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Should.Throw<HubException>(() => HubRepository.Model(name)).Kind.ShouldBe(HubErrorKind.InvalidName);

    [Fact]
    public async Task A_pull_ends_at_once_when_cancelled_and_keeps_what_it_has()
    {
        Server.Add("org/name").Commit("main", Config, Weights);
        var sent = new TaskCompletionSource();
        Server.Intercept = async (request, context) =>
        {
            if (request.Host != "storage")
                return false;
            context.Response.ContentLength = Weights.Content.Length;
            await context.Response.Body.WriteAsync(Weights.Content.AsMemory(0, 100_000));
            await context.Response.Body.FlushAsync();
            sent.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var hub = new HuggingFaceHub(Folder.Options(Server.Endpoint));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        Task<HubSnapshot> pull = hub.PullAsync(HubRepository.Model("org/name"), cancellationToken: stop.Token);
        await sent.Task.WaitAsync(Cancel);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pull);
        hub.Find(HubRepository.Model("org/name")).ShouldBeNull();
    }

    private async Task<HubException> FailAsync(string name, Func<HubOptions, HubOptions>? change = null)
    {
        using var hub = new HuggingFaceHub((change ?? (options => options))(Folder.Options(Server.Endpoint)));
        return await Should.ThrowAsync<HubException>(hub.PullAsync(HubRepository.Model(name), cancellationToken: Cancel));
    }
}
