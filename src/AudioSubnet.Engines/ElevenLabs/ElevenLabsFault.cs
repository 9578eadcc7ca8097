using System.Net;
using System.Text.Json;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>
/// What the body of a refusal says. It has come in several forms: <c>{"detail": {"status", "message"}}</c>, <c>{"detail": {"type", "code", "message", "request_id"}}</c>,
/// <c>{"detail": [{"loc", "msg"}]}</c> for a malformed request, and <c>{"detail": "text"}</c>. Source: https://elevenlabs.io/docs/eleven-api/resources/errors
/// </summary>
internal sealed record ElevenLabsFault(string? Code, string? Message)
{
    private const int MaxBytes = 64 << 10;
    private const int LongestMessage = 500;

    /// <summary>The account has nothing left; asking again does not help. The service says so with 401, 402 or 429.</summary>
    private bool IsQuota => Code is "quota_exceeded" or "insufficient_credits" or "payment_required";

    /// <summary>Reads a refusal. If the body does not come in time, or whole, the status alone has to tell.</summary>
    public static async Task<ElevenLabsFault> ReadAsync(HttpResponseMessage answer, ElevenLabsOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.IdleTimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(MaxBytes, either.Token);
            return Parse(await answer.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new ElevenLabsFault(null, null);
        }
    }

    /// <summary>Whether waiting may help.</summary>
    public bool IsPassing(HttpStatusCode status) => !IsQuota && (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500);

    /// <summary>For the operator.</summary>
    public ElevenLabsException ToException(HttpResponseMessage answer, string key)
    {
        HttpStatusCode status = answer.StatusCode;
        string said = $"{(int)status}{(Code is null ? "" : $" {Code}")}{(Message is null ? "" : $": {Message}")}";
        said = said.Replace(key, "***", StringComparison.Ordinal);
        string text = (int)status switch
        {
            _ when IsQuota => $"The quota of the ElevenLabs account is used up ({said}). Wait until it is renewed, or buy more: https://elevenlabs.io/app/subscription",
            401 when Code == "missing_permissions" => $"The key in {ElevenLabsOptions.KeyVariable} lacks a permission ({said}). Give it: https://elevenlabs.io/app/settings/api-keys",
            401 => $"ElevenLabs does not take the key in {ElevenLabsOptions.KeyVariable} ({said}). Check it, or make another: https://elevenlabs.io/app/settings/api-keys",
            402 or 403 => $"The plan or key of the ElevenLabs account does not allow this ({said}). See https://elevenlabs.io/app/subscription",
            429 => $"ElevenLabs takes no more requests of this account now ({said}{Wait(answer)}). Send fewer at a time, or take a larger plan.",
            >= 300 and < 400 => $"ElevenLabs redirects ({said}), which is not followed with a key. Check {ElevenLabsOptions.EndpointVariable}.",
            >= 500 => $"ElevenLabs failed ({said}). Try again later; its state: https://status.elevenlabs.io",
            _ => $"ElevenLabs refused the request ({said}).",
        };
        return new ElevenLabsException(text, status, Code);
    }

    private static string Wait(HttpResponseMessage answer) => answer.Headers.RetryAfter?.Delta is { } wait ? $"; it asks for a wait of {wait.TotalSeconds:0} s" : "";

    private static ElevenLabsFault Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("detail", out JsonElement detail))
                return new ElevenLabsFault(null, null);
            return detail.ValueKind switch
            {
                JsonValueKind.String => new ElevenLabsFault(null, Plain(detail.GetString())),
                JsonValueKind.Object => new ElevenLabsFault(Plain(Text(detail, "code") ?? Text(detail, "status") ?? Text(detail, "type")), Plain(Text(detail, "message"))),
                JsonValueKind.Array => new ElevenLabsFault("validation_error", Plain(string.Join("; ", detail.EnumerateArray().Select(Validation)))),
                _ => new ElevenLabsFault(null, null),
            };
        }
        catch (JsonException)
        {
            return new ElevenLabsFault(null, null); // a proxy's page, for example
        }
    }

    private static string Validation(JsonElement fault)
    {
        if (fault.ValueKind != JsonValueKind.Object)
            return fault.ToString();
        string place = fault.TryGetProperty("loc", out JsonElement loc) && loc.ValueKind == JsonValueKind.Array ? string.Join('.', loc.EnumerateArray()) : "request";
        return $"{place}: {Text(fault, "msg")}";
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>One line of a length that fits a log.</summary>
    private static string? Plain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > LongestMessage ? line[..LongestMessage] + "…" : line;
    }
}
