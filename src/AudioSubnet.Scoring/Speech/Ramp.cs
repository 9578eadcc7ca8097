namespace AudioSubnet.Scoring.Speech;

/// <summary>Straight lines from measured values to 0 … 1.</summary>
internal static class Ramp
{
    /// <summary>0 at <paramref name="worst"/>, 1 at <paramref name="best"/> (which may be the smaller), straight between and constant beyond.</summary>
    public static double Between(double value, double worst, double best) => Math.Clamp((value - worst) / (best - worst), 0, 1);

    /// <summary>1 from <paramref name="low"/> to <paramref name="high"/>, falling to 0 at <paramref name="lowest"/> and <paramref name="highest"/>.</summary>
    public static double Plateau(double value, double lowest, double low, double high, double highest) =>
        value < low ? Between(value, lowest, low) : Between(value, highest, high);
}
