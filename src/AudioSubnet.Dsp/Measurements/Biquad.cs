namespace AudioSubnet.Dsp.Measurements;

/// <summary>A second-order filter, y = b0 x + b1 x₁ + b2 x₂ - a1 y₁ - a2 y₂ (a0 = 1), in double precision. The designs are R. Bristow-Johnson's ("Audio EQ Cookbook").</summary>
public readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>High-pass.</summary>
    /// <param name="frequency">Corner in Hz.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="q">Quality; 0.707 is Butterworth's.</param>
    public static Biquad HighPass(double frequency, double sampleRate, double q = 0.7071067811865476)
    {
        var (cosine, alpha) = Angle(frequency, sampleRate, q);
        return Normalized((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /// <summary>Shelf that lifts everything above a frequency.</summary>
    /// <param name="frequency">Middle of the slope in Hz.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="gain">Lift in dB.</param>
    /// <param name="q">Quality.</param>
    public static Biquad HighShelf(double frequency, double sampleRate, double gain, double q = 0.7071067811865476)
    {
        var (cosine, alpha) = Angle(frequency, sampleRate, q);
        double a = Math.Pow(10, gain / 40), root = 2 * Math.Sqrt(a) * alpha;
        return Normalized(
            a * (a + 1 + (a - 1) * cosine + root), -2 * a * (a - 1 + (a + 1) * cosine), a * (a + 1 + (a - 1) * cosine - root),
            a + 1 - (a - 1) * cosine + root, 2 * (a - 1 - (a + 1) * cosine), a + 1 - (a - 1) * cosine - root);
    }

    /// <summary>Filters a signal from rest.</summary>
    public float[] Filter(ReadOnlySpan<float> samples)
    {
        var result = new float[samples.Length];
        double s1 = 0, s2 = 0; // transposed direct form II
        for (int i = 0; i < result.Length; i++)
        {
            double x = samples[i], y = B0 * x + s1;
            s1 = B1 * x - A1 * y + s2;
            s2 = B2 * x - A2 * y;
            result[i] = (float)y;
        }
        return result;
    }

    private static (double Cosine, double Alpha) Angle(double frequency, double sampleRate, double q)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * frequency / sampleRate);
        return (cosine, sine / (2 * q));
    }

    private static Biquad Normalized(double b0, double b1, double b2, double a0, double a1, double a2) => new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
