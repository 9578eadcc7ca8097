namespace AudioSubnet.Scoring.Music;

/// <summary>The key a chroma fits, by correlation with the probe-tone profiles of Krumhansl and Kessler (1982).</summary>
/// <param name="Tonic">Pitch class of the tonic, 0 = C … 11 = B.</param>
/// <param name="Minor">Whether the key is minor.</param>
/// <param name="Correlation">Correlation with its profile, −1 … 1.</param>
internal readonly record struct KeyEstimate(int Tonic, bool Minor, double Correlation)
{
    private static readonly double[] s_major = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
    private static readonly double[] s_minor = [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];
    private static readonly string[] s_names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    /// <summary>The best of the 24 keys.</summary>
    public static KeyEstimate Best(IReadOnlyList<double> chroma)
    {
        var best = new KeyEstimate(0, false, -1);
        for (int tonic = 0; tonic < 12; tonic++)
            foreach (bool minor in (bool[])[false, true])
                if (Fit(chroma, tonic, minor) is { } correlation && correlation > best.Correlation)
                    best = new KeyEstimate(tonic, minor, correlation);
        return best;
    }

    /// <summary>Correlation of a chroma with one key's profile, −1 … 1; 0 if the chroma is flat.</summary>
    public static double Fit(IReadOnlyList<double> chroma, int tonic, bool minor)
    {
        double[] profile = minor ? s_minor : s_major;
        double meanChroma = chroma.Average(), meanProfile = profile.Average();
        double product = 0, left = 0, right = 0;
        for (int i = 0; i < 12; i++)
        {
            double a = chroma[(tonic + i) % 12] - meanChroma, b = profile[i] - meanProfile;
            product += a * b;
            left += a * a;
            right += b * b;
        }
        return left <= 0 ? 0 : product / Math.Sqrt(left * right);
    }

    /// <summary>Name in English, for example "Eb minor".</summary>
    public static string Name(int tonic, bool minor) => $"{s_names[tonic]} {(minor ? "minor" : "major")}";

    /// <inheritdoc/>
    public override string ToString() => Name(Tonic, Minor);
}
