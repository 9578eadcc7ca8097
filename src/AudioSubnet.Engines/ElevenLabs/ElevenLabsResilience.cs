using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>When a request to ElevenLabs is sent again, and after what wait.</summary>
internal static class ElevenLabsResilience
{
    // A machine without a network should say so within seconds.
    private const int MaxUnreachableRetries = 1;

    /// <summary>Retries and the time limit of each attempt.</summary>
    /// <param name="options">How often and how long.</param>
    /// <param name="repeatable">False for requests that make something: they are repeated only if they were certainly not carried out.</param>
    /// <param name="time">The clock.</param>
    public static ResiliencePipeline<ElevenLabsAnswer> Create(ElevenLabsOptions options, bool repeatable, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<ElevenLabsAnswer> { TimeProvider = time };
        if (options.MaxRetries > 0)
            builder.AddRetry(new RetryStrategyOptions<ElevenLabsAnswer>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryAfter,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer
                    ? IsWorthAnother(answer, options, repeatable, time)
                    : attempt.AttemptNumber < MaxUnreachableRetries && IsWorthAnother(attempt.Outcome.Exception, repeatable)),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer ? RetryAfter(answer.Message, time) : null),
            });
        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.ResponseTimeLimit }).Build();
    }

    private static bool IsWorthAnother(ElevenLabsAnswer answer, ElevenLabsOptions options, bool repeatable, TimeProvider time)
    {
        HttpStatusCode status = answer.Message.StatusCode;
        bool refused = status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        return (repeatable || refused) && answer.Fault?.IsPassing(status) == true && !(RetryAfter(answer.Message, time) > options.MaxRetryAfter);
    }

    private static bool IsWorthAnother(Exception? exception, bool repeatable) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
        HttpRequestException or IOException or TimeoutRejectedException => repeatable,
        _ => false,
    };

    /// <summary>The wait that the service asks for, in seconds or as a date; null if it asks for none.</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider time)
    {
        TimeSpan? wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
