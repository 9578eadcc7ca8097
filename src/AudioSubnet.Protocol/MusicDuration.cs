namespace AudioSubnet.Protocol;

/// <summary>Music is asked for in tokens of MusicGen, not in seconds: the network's 755 tokens are 15 seconds.</summary>
public static class MusicDuration
{
    /// <summary>Tokens in one second of music, as the existing network counts them.</summary>
    public const double TokensPerSecond = 50.2;

    /// <summary>What the existing network's validators ask for: 15 seconds.</summary>
    public const int DefaultTokens = 755;

    /// <summary>Requests are made in steps of a tenth of a second, which is 5 tokens.</summary>
    private const int Step = 5;

    /// <summary>How long that many tokens sound, in seconds: 755 → 15.04.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static double SecondsOf(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return tokens / TokensPerSecond;
    }

    /// <summary>The tokens to ask for so that at least <paramref name="seconds"/> come back, in steps of 5: 15 s → 755.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a number, not positive, or above
    /// <see cref="ProtocolLimits.MaxMusicSeconds"/>.</exception>
    public static int TokensFor(double seconds)
    {
        if (!(seconds > 0 && seconds <= ProtocolLimits.MaxMusicSeconds))
            throw new ArgumentOutOfRangeException(
                nameof(seconds), seconds, $"Music lasts between 0 and {ProtocolLimits.MaxMusicSeconds} s.");

        // The rounding keeps TokensFor(SecondsOf(n)) = n for multiples of 5 in spite of binary fractions.
        return (int)Math.Ceiling(Math.Round(seconds * TokensPerSecond / Step, 9)) * Step;
    }

    /// <summary>Says what is wrong with a duration in tokens, or null if nothing is.</summary>
    public static string? Check(int? tokens)
    {
        if (tokens is null)
            return "duration is missing; send the number of tokens, for example 755 for 15 seconds.";
        double seconds = tokens.Value / TokensPerSecond;
        return seconds is >= ProtocolLimits.MinMusicSeconds and <= ProtocolLimits.MaxMusicSeconds
            ? null
            : $"duration is {tokens} tokens ({seconds:0.0} s at {TokensPerSecond} tokens a second); "
                + $"the limits are {ProtocolLimits.MinMusicSeconds} and {ProtocolLimits.MaxMusicSeconds} s.";
    }
}
