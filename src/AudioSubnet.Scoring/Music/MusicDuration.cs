namespace AudioSubnet.Scoring.Music;

/// <summary>What a wrong length costs.</summary>
internal static class MusicDuration
{
    /// <summary>One frame of a neural codec: what rounding to tokens may miss, in seconds.</summary>
    private const double Tolerance = 0.02;

    /// <summary>How much longer than asked costs nothing, in seconds.</summary>
    private const double FreeExcess = 1;

    /// <summary>
    /// The network's rule: × 0.9, 0.8, 0.7, 0.6 for each half second that is begun and missing, then 0. (Its Python original forgot the
    /// "then 0": anything under 12.5 of 15 s kept
    /// its full score.)
    /// </summary>
    public static double Missing(double seconds, double asked)
    {
        double missing = asked - seconds;
        if (missing <= Tolerance)
            return 1;
        int halves = (int)Math.Ceiling((missing - Tolerance) / 0.5);
        return halves > 4 ? 0 : (10 - halves) / 10.0;
    }

    /// <summary>The other side: one second more is free, each further half second that is begun takes a tenth.</summary>
    public static double Excess(double seconds, double asked) =>
        Math.Max(0, 10 - Math.Ceiling(Math.Max(0, seconds - asked - FreeExcess - Tolerance) / 0.5)) / 10;
}
