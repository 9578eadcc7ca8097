using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Rounds;

/// <summary>
/// A clip's loudness over time, from its first to its last audible moment. It survives a change of volume, rate, coding or a little noise,
/// and differs
/// between any two things that were really spoken or played, so it tells copies from originals.
/// </summary>
internal static class AudioContour
{
    /// <summary>Correlation from which two clips of the same length count as one: copies with noise 20 dB below stay above it, two
    /// different sentences stay far below.</summary>
    public const double CopyCorrelation = 0.985;

    private const double FrameSeconds = 0.01;
    private const int LargestShift = 4;
    private const int FewestFrames = 30;
    private const double AudibleShare = 0.05;

    /// <summary>The contour, one byte for each 10 ms; null for silence, very short clips and tones without any contour.</summary>
    public static byte[]? Of(AudioBuffer audio)
    {
        ReadOnlySpan<float> samples = audio.ToMono().Mono.Span;
        int frames = (int)(samples.Length / (FrameSeconds * audio.SampleRate));
        var loudness = new double[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            int start = (int)(frame * FrameSeconds * audio.SampleRate), end = (int)((frame + 1) * FrameSeconds * audio.SampleRate);
            double energy = 0;
            foreach (float sample in samples[start..end])
                energy += (double)sample * sample;
            loudness[frame] = Math.Sqrt(energy / (end - start));
        }

        double peak = loudness.DefaultIfEmpty().Max();
        if (!(peak > 1e-5))
            return null;
        int first = Array.FindIndex(loudness, value => value > AudibleShare * peak);
        int last = Array.FindLastIndex(loudness, value => value > AudibleShare * peak);
        byte[] contour = [.. loudness[first..(last + 1)].Select(value => (byte)Math.Round(255 * value / peak))];
        return contour.Length >= FewestFrames && Deviation(contour) > 5 ? contour : null;
    }

    /// <summary>True if the two contours are those of one and the same clip.</summary>
    public static bool Same(byte[] left, byte[] right)
    {
        // Trimming by loudness moves the ends by a few frames when noise was added.
        if (Math.Abs(left.Length - right.Length) > 2 + (Math.Max(left.Length, right.Length) / 50))
            return false;
        for (int shift = -LargestShift; shift <= LargestShift; shift++)
            if (Correlation(left, right, shift) >= CopyCorrelation)
                return true;
        return false;
    }

    private static double Correlation(byte[] left, byte[] right, int shift)
    {
        ReadOnlySpan<byte> a = left.AsSpan(Math.Max(0, -shift)), b = right.AsSpan(Math.Max(0, shift));
        int n = Math.Min(a.Length, b.Length);
        double sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
        for (int i = 0; i < n; i++)
        {
            sumA += a[i];
            sumB += b[i];
            sumAA += a[i] * a[i];
            sumBB += b[i] * b[i];
            sumAB += a[i] * b[i];
        }

        double spread = Math.Sqrt((sumAA - (sumA * sumA / n)) * (sumBB - (sumB * sumB / n)));
        return spread > 0 ? (sumAB - (sumA * sumB / n)) / spread : 0;
    }

    private static double Deviation(byte[] contour)
    {
        double mean = contour.Average(value => (double)value);
        return Math.Sqrt(contour.Average(value => (value - mean) * (value - mean)));
    }
}
