using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AudioSubnet.Inference.Hub;

/// <summary>When a request is sent again, and after what wait.</summary>
internal static partial class HubResilience
{
    // A machine without a network should say so within seconds.
    private const int MaxUnreachableRetries = 2;

    public static ResiliencePipeline<HttpResponseMessage> Create(HubOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.MaxRetries > 0)
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                MaxDelay = TimeSpan.FromSeconds(60),
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(IsWorthAnother(attempt.Outcome, attempt.AttemptNumber, options, time)),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer ? RetryAfter(answer, time) : null),
            });
        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.ResponseTimeLimit }).Build();
    }

    /// <summary>The wait that a server asks for: Retry-After in seconds or as a date, or the hub's RateLimit header
    /// (<c>"api";r=0;t=55</c>: none left for 55 s). Null if it asks for none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider time)
    {
        TimeSpan? wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.TryGetValues("RateLimit", out IEnumerable<string>? values)
                && NothingLeft().Match(string.Join(',', values)) is { Success: true } match
                ? TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture))
                : null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static bool IsWorthAnother(Outcome<HttpResponseMessage> outcome, int attempt, HubOptions options, TimeProvider time)
    {
        if (outcome.Exception is { } exception)
            return (exception is HttpRequestException or TimeoutRejectedException or IOException) && attempt < MaxUnreachableRetries;
        return outcome.Result is { } answer
            && (answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500)
            && !(RetryAfter(answer, time) > options.MaxRetryAfter);
    }

    [GeneratedRegex(@";\s*r=0\s*;\s*t=(?<seconds>[0-9]{1,6})", RegexOptions.ExplicitCapture)]
    private static partial Regex NothingLeft();
}
