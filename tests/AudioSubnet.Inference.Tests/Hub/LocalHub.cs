using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.TestHub;

/// <summary>A server on loopback that behaves as the hub does: an API with listings in pages, small files served by itself, large files
/// redirected to a second host with signed addresses, ranges, etags, and the hub's own error codes.</summary>
internal sealed class LocalHub : IAsyncDisposable
{
    private readonly WebApplication _hub;
    private readonly WebApplication _storage;
    private readonly ConcurrentDictionary<string, LocalRepository> _repositories = new(StringComparer.Ordinal);

    private LocalHub()
    {
        _hub = Build("hub", ServeHubAsync);
        _storage = Build("storage", ServeStorageAsync);
    }

    public Uri Endpoint { get; private set; } = null!;

    public Uri StorageEndpoint { get; private set; } = null!;

    /// <summary>All requests in the order in which they came.</summary>
    public ConcurrentQueue<LocalRequest> Requests { get; } = new();

    /// <summary>Sees each request first; true if it has answered it.</summary>
    public Func<LocalRequest, HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Entries a page of a listing.</summary>
    public int PageSize { get; set; } = 1000;

    public static async Task<LocalHub> StartAsync()
    {
        var hub = new LocalHub();
        await hub._hub.StartAsync();
        await hub._storage.StartAsync();
        hub.Endpoint = AddressOf(hub._hub);
        hub.StorageEndpoint = AddressOf(hub._storage);
        return hub;
    }

    public LocalRepository Add(string id, bool dataset = false)
    {
        var repository = new LocalRepository(id, dataset);
        _repositories[(dataset ? "datasets/" : "models/") + id] = repository;
        return repository;
    }

    public IEnumerable<LocalRequest> RequestsTo(string host) => Requests.Where(request => request.Host == host);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _storage.DisposeAsync();
    }

    /// <summary>Sends a part of a body, then breaks the connection.</summary>
    public static async Task CutAsync(HttpContext context, byte[] content, int from, int to)
    {
        context.Response.StatusCode = from > 0 ? 206 : 200;
        context.Response.ContentLength = content.Length - from;
        if (from > 0)
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        await context.Response.Body.WriteAsync(content.AsMemory(from, to - from));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private WebApplication Build(string name, RequestDelegate serve)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication server = builder.Build();
        server.Run(async context =>
        {
            var request = new LocalRequest(
                name,
                context.Request.Method,
                context.Request.Path.Value! + context.Request.QueryString,
                context.Request.Headers.Range,
                context.Request.Headers.Authorization);
            Requests.Enqueue(request);
            if (Intercept is null || !await Intercept(request, context))
                await serve(context);
        });
        return server;
    }

    private async Task ServeHubAsync(HttpContext context)
    {
        string[] parts = RawPath(context).Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool api = parts is ["api", ..];
        if (api)
            parts = parts[1..];
        string kind = parts[0] is "datasets" or "models" ? parts[0] : "models";
        if (parts[0] is "datasets" or "models")
            parts = parts[1..];
        int verb = Array.FindIndex(parts, part => part is "revision" or "tree" or "resolve");
        string id = string.Join('/', parts[..Math.Max(verb, 0)]);
        if (!_repositories.TryGetValue($"{kind}/{id}", out LocalRepository? repository))
        {
            await RefuseAsync(context, context.Request.Headers.Authorization.Count == 0 ? 401 : 404, "RepoNotFound");
            return;
        }

        if (repository.Token is { } token && context.Request.Headers.Authorization != $"Bearer {token}")
        {
            await RefuseAsync(context, repository.Gated ? 403 : 401, repository.Gated ? "GatedRepo" : context.Request.Headers.Authorization.Count == 0 ? "RepoNotFound" : null);
            return;
        }

        string revision = Uri.UnescapeDataString(parts[verb + 1]);
        if (repository.Find(revision) is not { } commit)
        {
            await RefuseAsync(context, 404, "RevisionNotFound");
            return;
        }

        context.Response.Headers["X-Repo-Commit"] = commit.Id;
        if (parts[verb] == "revision")
            await context.Response.WriteAsync(new JsonObject { ["id"] = id, ["sha"] = commit.Id }.ToJsonString());
        else if (parts[verb] == "tree")
            await ServeTreeAsync(context, commit);
        else
            await ServeFileAsync(context, commit, Uri.UnescapeDataString(string.Join('/', parts[(verb + 2)..])));
    }

    private async Task ServeTreeAsync(HttpContext context, LocalCommit commit)
    {
        int from = int.Parse(context.Request.Query["cursor"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        LocalFile[] page = [.. commit.Files.Skip(from).Take(PageSize)];
        if (from + page.Length < commit.Files.Count)
            context.Response.Headers.Link = $"<{Endpoint.AbsoluteUri.TrimEnd('/')}{context.Request.Path}?recursive=true&cursor={from + page.Length}>; rel=\"next\"";
        var list = new JsonArray();
        foreach (LocalFile file in page)
        {
            var entry = new JsonObject { ["type"] = "file", ["path"] = file.Path, ["size"] = file.ListedSize, ["oid"] = file.BlobId };
            if (file.Sha256 is not null)
                entry["lfs"] = new JsonObject { ["oid"] = file.Sha256, ["size"] = file.ListedSize, ["pointerSize"] = 134 };
            list.Add(entry);
        }

        list.Add(new JsonObject { ["type"] = "directory", ["path"] = "folder", ["size"] = 0, ["oid"] = new string('a', 40) });
        await context.Response.WriteAsync(list.ToJsonString());
    }

    private async Task ServeFileAsync(HttpContext context, LocalCommit commit, string path)
    {
        if (commit.Files.FirstOrDefault(file => file.Path == path) is not { } file)
        {
            await RefuseAsync(context, 404, "EntryNotFound");
            return;
        }

        if (file.Sha256 is null)
        {
            context.Response.Headers.ETag = $"\"{file.BlobId}\"";
            await ServeContentAsync(context, file.Content);
            return;
        }

        context.Response.Headers["X-Linked-Etag"] = $"\"{file.Sha256}\"";
        context.Response.Headers["X-Linked-Size"] = file.ListedSize.ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = $"{StorageEndpoint}blobs/{file.Sha256}?signature=abc";
    }

    private async Task ServeStorageAsync(HttpContext context)
    {
        string sha256 = context.Request.Path.Value!.Split('/')[^1];
        LocalFile file = _repositories.Values.SelectMany(repository => repository.Commits).SelectMany(commit => commit.Files).First(file => file.Sha256 == sha256);
        await ServeContentAsync(context, file.Content);
    }

    private static async Task ServeContentAsync(HttpContext context, byte[] content)
    {
        int from = FromOf(context.Request.Headers.Range);
        if (from > 0 && from >= content.Length)
        {
            context.Response.StatusCode = 416;
            return;
        }

        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(content.AsMemory(from));
    }

    /// <summary>The first byte of "bytes=N-".</summary>
    public static int FromOf(string? range) =>
        string.IsNullOrEmpty(range) ? 0 : int.Parse(range["bytes=".Length..].Split('-')[0], CultureInfo.InvariantCulture);

    private static async Task RefuseAsync(HttpContext context, int status, string? code)
    {
        context.Response.StatusCode = status;
        if (code is not null)
            context.Response.Headers["X-Error-Code"] = code;
        await context.Response.WriteAsync("{\"error\":\"refused\"}");
    }

    // Kestrel decodes %2F in nothing but the raw target; revisions such as refs%2Fconvert%2Fparquet are one part of the path.
    private static string RawPath(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];
}

/// <summary>A request that came.</summary>
internal sealed record LocalRequest(string Host, string Method, string Path, string? Range, string? Authorization);

/// <summary>A repository with a history.</summary>
internal sealed class LocalRepository(string id, bool dataset)
{
    private readonly Dictionary<string, string> _references = new(StringComparer.Ordinal);

    public string Id { get; } = id;

    public bool Dataset { get; } = dataset;

    /// <summary>The token that it asks for; null if it is public.</summary>
    public string? Token { get; set; }

    public bool Gated { get; set; }

    public List<LocalCommit> Commits { get; } = [];

    public LocalCommit Commit(string reference, params LocalFile[] files)
    {
        byte[] seed = Encoding.UTF8.GetBytes($"{Id} {Dataset} {Commits.Count}");
        var commit = new LocalCommit(Convert.ToHexStringLower(SHA256.HashData(seed))[..40], files);
        Commits.Add(commit);
        _references[reference] = commit.Id;
        return commit;
    }

    public LocalCommit? Find(string revision) =>
        Commits.Find(commit => commit.Id == (_references.TryGetValue(revision, out string? commit2) ? commit2 : revision));
}

internal sealed record LocalCommit(string Id, IReadOnlyList<LocalFile> Files);

/// <summary>A file; a large one has a SHA-256 and lies on the storage host.</summary>
internal sealed record LocalFile(string Path, byte[] Content, bool Large = false)
{
    public string BlobId { get; init; } = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {Content.Length}\0"), .. Content]));

    public string? Sha256 { get; init; } = Large ? Convert.ToHexStringLower(SHA256.HashData(Content)) : null;

    public long ListedSize { get; init; } = Content.Length;

    public static LocalFile Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes that do not compress or repeat.</summary>
    public static LocalFile Weights(string path, int bytes, int seed = 1)
    {
        byte[] content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return new LocalFile(path, content, Large: true);
    }
}
