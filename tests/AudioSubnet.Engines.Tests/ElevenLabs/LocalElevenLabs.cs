using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Engines.ElevenLabs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Engines.Tests.ElevenLabs;

/// <summary>A server on loopback that behaves as the API of ElevenLabs does: the key in a header, voices in pages, speech as a stream of PCM, cloning by upload, faults as JSON.</summary>
internal sealed class LocalElevenLabs : IAsyncDisposable
{
    public const string Key = "sk_0123456789abcdef_secret";

    private readonly WebApplication _server;
    private int _made;

    private LocalElevenLabs()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The account's voices, name by id.</summary>
    public ConcurrentDictionary<string, string> Voices { get; } = new(StringComparer.Ordinal);

    /// <summary>Method and path of all requests in the order in which they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Bodies of the requests for speech.</summary>
    public ConcurrentQueue<JsonNode> Spoken { get; } = new();

    /// <summary>Recordings that voices were made of.</summary>
    public ConcurrentQueue<AudioBuffer> Uploads { get; } = new();

    /// <summary>Sees each request first; true if it has answered it.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    public static async Task<LocalElevenLabs> StartAsync()
    {
        var service = new LocalElevenLabs();
        await service._server.StartAsync();
        service.Endpoint = new Uri(service._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        service.Voices["JBFqnCBsd6RMkjVDRZzb"] = "George - Warm, Captivating Storyteller";
        return service;
    }

    /// <summary>Settings that speak with this server; waits between repetitions are short.</summary>
    public ElevenLabsOptions Options => new() { ApiKey = Key, Endpoint = Endpoint, RetryDelay = TimeSpan.FromMilliseconds(1) };

    public int Count(string start) => Requests.Count(request => request.StartsWith(start, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static async Task<bool> RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new JsonObject { ["detail"] = new JsonObject { ["status"] = code, ["message"] = message } });
        return true;
    }

    /// <summary>The samples that are spoken for a text: 50 ms a character of a 200 Hz tone.</summary>
    public static float[] Speech(string text, int sampleRate) =>
        [.. Enumerable.Range(0, text.Length * sampleRate / 20).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * 200 * i / sampleRate)) / 32768f)];

    private async Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        if (context.Request.Headers["xi-api-key"] != Key)
            await RefuseAsync(context, 401, "invalid_api_key", $"Invalid API key {context.Request.Headers["xi-api-key"]}");
        else if (Intercept is null || !await Intercept(context))
            await (path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["v2", "voices"] => ListAsync(context),
                ["v1", "voices", "add"] => AddAsync(context),
                ["v1", "voices", var id] when context.Request.Method == "DELETE" => DeleteAsync(context, id),
                ["v1", "text-to-speech", var id, "stream"] => SpeakAsync(context, id),
                _ => RefuseAsync(context, 404, "not_found", "Not Found"),
            });
    }

    private async Task ListAsync(HttpContext context)
    {
        int size = Math.Min(int.Parse(context.Request.Query["page_size"].FirstOrDefault() ?? "10"), 100);
        int from = int.Parse(context.Request.Query["next_page_token"].FirstOrDefault() ?? "0");
        KeyValuePair<string, string>[] all = [.. Voices.OrderBy(voice => voice.Key, StringComparer.Ordinal)];
        bool more = from + size < all.Length;
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["voices"] = new JsonArray([.. all.Skip(from).Take(size).Select(voice => new JsonObject { ["voice_id"] = voice.Key, ["name"] = voice.Value, ["category"] = "premade" })]),
            ["has_more"] = more,
            ["next_page_token"] = more ? $"{from + size}" : null,
        });
    }

    private async Task AddAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        using var content = new MemoryStream();
        await form.Files.GetFile("files")!.CopyToAsync(content);
        Uploads.Enqueue(WavFile.Decode(content.ToArray(), "upload"));
        string id = $"Clone{Interlocked.Increment(ref _made):000000000000000}";
        Voices[id] = form["name"].ToString();
        await context.Response.WriteAsJsonAsync(new JsonObject { ["voice_id"] = id, ["requires_verification"] = false });
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        if (Voices.TryRemove(id, out _))
            await context.Response.WriteAsJsonAsync(new JsonObject { ["status"] = "ok" });
        else
            await RefuseAsync(context, 400, "voice_does_not_exist", $"A voice with voice_id {id} does not exist.");
    }

    private async Task SpeakAsync(HttpContext context, string id)
    {
        JsonNode body = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (!Voices.ContainsKey(id))
        {
            await RefuseAsync(context, 404, "voice_not_found", $"A voice with voice_id {id} was not found.");
            return;
        }

        Spoken.Enqueue(body);
        byte[] pcm = Pcm((string)body["text"]!, context);
        foreach (byte[] chunk in pcm.Chunk(4999)) // odd, so that samples are cut in two
        {
            await context.Response.Body.WriteAsync(chunk);
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>The speech of a text as this request wants it.</summary>
    public static byte[] Pcm(string text, HttpContext context)
    {
        int rate = int.Parse(context.Request.Query["output_format"].ToString()["pcm_".Length..]);
        context.Response.ContentType = "audio/pcm";
        return [.. Speech(text, rate).SelectMany(sample => BitConverter.GetBytes((short)(sample * 32768)))];
    }
}
