namespace Bittensor.Wire;

/// <summary>Nonces are nanoseconds since 1970 (<c>time.time_ns()</c>), except those of version 6, which are a monotonic clock's.</summary>
internal static class Nonces
{
    private const long NanosecondsPerTick = 100;

    /// <summary>2001-09-09: below it a number cannot be the time now. A monotonic clock reaches it after 31 years without a restart.</summary>
    private const long FirstTime = 1_000_000_000_000_000_000;

    /// <summary>Nanoseconds since 1970.</summary>
    public static long Now(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NanosecondsPerTick;

    /// <summary>A span in nanoseconds.</summary>
    public static long Span(TimeSpan span) => span.Ticks * NanosecondsPerTick;

    /// <summary>
    /// True if the nonce is meant as a time. The nonce decides, since it is signed; the version header is not, and whoever
    /// copied a request could otherwise choose the weaker rule with it.
    /// </summary>
    public static bool IsTime(long nonce) => nonce >= FirstTime;
}
