using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AudioSubnet.Dsp;
using Polly;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>
/// The requests to ElevenLabs that the engines need: speech as a stream of PCM, the account's voices, making and deleting a voice. Source: https://elevenlabs.io/docs/api-reference
/// Faults are <see cref="ElevenLabsException"/> in words that say what to do; none holds the key. Thread-safe.
/// </summary>
internal sealed class ElevenLabsApi : IDisposable
{
    private const int VoicesPerPage = 100;

    /// <summary>A service that never says "no more" is not listened to for ever.</summary>
    private const int MaxPages = 50;

    private const int MaxJsonBytes = 16 << 20;

    /// <summary>Seconds in a piece of a stream: short enough for a quick start.</summary>
    private const double PieceSeconds = 0.25;

    /// <summary>More audio than any accepted text takes; protects from an endless answer.</summary>
    private const double MaxAudioSeconds = 3600;

    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<ElevenLabsAnswer> _repeatable;
    private readonly ResiliencePipeline<ElevenLabsAnswer> _once;

    public ElevenLabsApi(ElevenLabsOptions options, TimeProvider time)
    {
        options.Check();
        (_options, _time) = (options, time);
        _repeatable = ElevenLabsResilience.Create(options, repeatable: true, time);
        _once = ElevenLabsResilience.Create(options, repeatable: false, time);
        // Redirects would take the key elsewhere.
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ResponseTimeLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("audiosubnet", typeof(ElevenLabsApi).Assembly.GetName().Version!.ToString(3)));
        _client.DefaultRequestHeaders.Add("xi-api-key", options.ApiKey);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Speaks a text; the pieces come while the service speaks.</summary>
    /// <param name="voiceId">Id of a voice.</param>
    /// <param name="text">The text.</param>
    /// <param name="rate">Speed, 1 for the voice's own.</param>
    /// <param name="seed">Seed; null draws one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async IAsyncEnumerable<AudioBuffer> SpeakAsync(
        string voiceId, string text, double rate, int? seed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = new SpeechBody(text, _options.Model, unchecked((uint?)seed), rate == 1 ? null : new SpeechSettings(rate));
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(body, ElevenLabsJson.Default.SpeechBody);
        Uri address = Address($"v1/text-to-speech/{Uri.EscapeDataString(voiceId)}/stream?output_format=pcm_{_options.SampleRate}");
        using HttpResponseMessage answer = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(json) }, _repeatable, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType is { } type && (type.StartsWith("text/", StringComparison.Ordinal) || type == "application/json"))
            throw Unexpected($"{type} in place of audio");

        using var limit = new CancellationTokenSource(_options.AudioTimeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await using Stream stream = await answer.Content.ReadAsStreamAsync(either.Token);
        byte[] piece = new byte[2 * (int)(PieceSeconds * _options.SampleRate)];
        int filled = 0;
        long total = 0;
        while (await ReadAsync(stream, piece.AsMemory(filled), total, either.Token, cancellationToken) is > 0 and int read)
        {
            filled += read;
            total += read;
            if (total > MaxAudioSeconds * 2 * _options.SampleRate)
                throw Unexpected($"more than {MaxAudioSeconds:0} s of audio");
            if (filled < piece.Length)
                continue;
            yield return Decode(piece);
            filled = 0;
        }

        if (filled >= 2)
            yield return Decode(piece.AsSpan(0, filled & ~1));
        if (total < 2)
            throw Unexpected("no sound for this text");
    }

    /// <summary>All voices of the account.</summary>
    public async Task<IReadOnlyList<ListedVoice>> ListVoicesAsync(CancellationToken cancellationToken)
    {
        var voices = new List<ListedVoice>();
        string? token = null;
        for (int page = 0; page < MaxPages; page++)
        {
            Uri address = Address($"v2/voices?page_size={VoicesPerPage}{(token is null ? "" : $"&next_page_token={Uri.EscapeDataString(token)}")}");
            using HttpResponseMessage answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), _repeatable, cancellationToken);
            VoicePage listed = await ReadJsonAsync(answer, ElevenLabsJson.Default.VoicePage, cancellationToken);
            voices.AddRange((listed.Voices ?? []).Where(voice => voice is { VoiceId.Length: > 0, Name: not null }));
            if (!listed.HasMore || string.IsNullOrEmpty(listed.NextPageToken))
                break;
            token = listed.NextPageToken;
        }

        return voices;
    }

    /// <summary>Makes a voice from a recording (instant voice cloning).</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddVoiceAsync(string name, byte[] wav, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, Address("v1/voices/add"))
            {
                Content = new MultipartFormDataContent { Field("name", new StringContent(name)), Field("files", new ByteArrayContent(wav), "reference.wav", "audio/wav") },
            },
            _once,
            cancellationToken);
        AddedVoice added = await ReadJsonAsync(answer, ElevenLabsJson.Default.AddedVoice, cancellationToken);
        if (added.VoiceId is not { Length: > 0 } id)
            throw Unexpected("no id for the voice that it made");
        if (!added.RequiresVerification)
            return id;
        await DeleteVoiceAsync(id, cancellationToken);
        throw new EngineException("ElevenLabs wants the speaker's own consent for a voice of this recording, so it cannot be cloned.");
    }

    /// <summary>Deletes a voice; one that is not there is as good as deleted.</summary>
    public async Task DeleteVoiceAsync(string voiceId, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await SendAsync(() => Delete(voiceId), _repeatable, cancellationToken);
        }
        catch (ElevenLabsException fault) when (fault.IsVoiceMissing)
        {
            // That is what was wanted.
        }
    }

    /// <summary>Deletes a voice where nothing can be awaited: while an engine is disposed of. One attempt.</summary>
    public void DeleteVoiceNow(string voiceId)
    {
        using var limit = new CancellationTokenSource(_options.IdleTimeLimit, _time);
        try
        {
            using HttpRequestMessage request = Delete(voiceId);
            using HttpResponseMessage answer = _client.Send(request, limit.Token);
            if (!answer.IsSuccessStatusCode)
                throw new ElevenLabsException($"ElevenLabs did not delete voice {voiceId} ({(int)answer.StatusCode}).", answer.StatusCode, code: null);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException or OperationCanceledException)
        {
            throw Unreachable(cause);
        }
    }

    private static ByteArrayContent Json(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A part of a form; names in quotes, which some servers insist on.</summary>
    private static HttpContent Field(string name, HttpContent content, string? file = null, string? type = null)
    {
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = file is null ? null : $"\"{file}\"" };
        return content;
    }

    private HttpRequestMessage Delete(string voiceId) => new(HttpMethod.Delete, Address($"v1/voices/{Uri.EscapeDataString(voiceId)}"));

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, ResiliencePipeline<ElevenLabsAnswer> pipeline, CancellationToken cancellationToken)
    {
        ElevenLabsAnswer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(
                async token =>
                {
                    using HttpRequestMessage request = make();
                    HttpResponseMessage message = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                    return await ElevenLabsAnswer.ReadAsync(message, _options, _time, token);
                },
                cancellationToken);
        }
        catch (Exception cause) when (IsTransport(cause, cancellationToken))
        {
            throw Unreachable(cause);
        }

        if (answer.Fault is not { } fault)
            return answer.Message;
        using (answer)
            throw fault.ToException(answer.Message, _options.ApiKey);
    }

    private async Task<T> ReadJsonAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(_options.IdleTimeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxJsonBytes, either.Token);
            await using Stream body = await answer.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(body, type, either.Token) ?? throw Unexpected("JSON without content");
        }
        catch (JsonException)
        {
            throw Unexpected("something that is not the JSON of its reference");
        }
        catch (Exception cause) when (IsTransport(cause, cancellationToken))
        {
            throw Unreachable(cause);
        }
    }

    /// <summary>The next bytes of audio, within both limits.</summary>
    private async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, long before, CancellationToken limited, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(_options.IdleTimeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, limited);
        try
        {
            return await stream.ReadAsync(buffer, either.Token);
        }
        catch (Exception cause) when (IsTransport(cause, cancellationToken))
        {
            double seconds = before / 2.0 / _options.SampleRate;
            string what = cause is OperationCanceledException ? "stopped sending" : "broke off";
            throw new ElevenLabsException($"ElevenLabs {what} after {seconds:0.0} s of audio. Try again; if it lasts, look at the network.", cause);
        }
    }

    private static bool IsTransport(Exception cause, CancellationToken cancellationToken) =>
        cause is HttpRequestException or IOException or ExecutionRejectedException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private ElevenLabsException Unreachable(Exception cause) => new(
        cause is HttpRequestException or IOException
            ? $"{_options.Endpoint.Authority} cannot be reached: {cause.Message} Check the network and {ElevenLabsOptions.EndpointVariable}."
            : $"{_options.Endpoint.Authority} did not answer in time. Try again later.",
        cause);

    private ElevenLabsException Unexpected(string what) =>
        new($"{_options.Endpoint.Authority} gave {what}. Check {ElevenLabsOptions.EndpointVariable} and any proxy in between.", status: null, code: null);

    private Uri Address(string path) => new($"{_options.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");

    /// <summary>16-bit little-endian mono.</summary>
    private AudioBuffer Decode(ReadOnlySpan<byte> pcm)
    {
        var samples = new float[pcm.Length / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(2 * i)..]) / 32768f;
        return new AudioBuffer(samples, _options.SampleRate);
    }
}
