namespace AudioSubnet.Scoring.Recognition;

/// <summary>Cuts long speech at its quietest moments.</summary>
internal static class SpeechPieces
{
    private const double PauseSeconds = 0.12;

    /// <summary>Ranges that cover all samples, each at most <paramref name="maxSeconds"/> long, cut where 120 ms are quietest within the second half of a piece.</summary>
    public static IReadOnlyList<Range> Cut(ReadOnlySpan<float> samples, int sampleRate, double maxSeconds)
    {
        int longest = Math.Max(2, (int)(maxSeconds * sampleRate));
        var pieces = new List<Range>();
        int start = 0;
        while (samples.Length - start > longest)
        {
            int cut = start + longest / 2 + QuietestMiddle(samples.Slice(start + longest / 2, longest - longest / 2), Math.Max(1, (int)(PauseSeconds * sampleRate)));
            pieces.Add(start..cut);
            start = cut;
        }
        pieces.Add(start..samples.Length);
        return pieces;
    }

    /// <summary>Middle of the window of that width with the least energy.</summary>
    private static int QuietestMiddle(ReadOnlySpan<float> samples, int width)
    {
        if (samples.Length <= width)
            return samples.Length / 2;
        double energy = 0, least = double.PositiveInfinity;
        int best = samples.Length / 2;
        for (int i = 0; i < samples.Length; i++)
        {
            energy += samples[i] * (double)samples[i];
            if (i >= width)
                energy -= samples[i - width] * (double)samples[i - width];
            if (i >= width - 1 && energy < least - 1e-12)
                (least, best) = (energy, i - width / 2);
        }
        return Math.Max(1, best);
    }
}
