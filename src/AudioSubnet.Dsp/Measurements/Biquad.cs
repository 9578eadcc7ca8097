namespace AudioSubnet.Dsp.Measurements;

/// <summary>A second-order filter, y = b0 x + b1 x₁ + b2 x₂ - a1 y₁ - a2 y₂ (a0 = 1), in double precision.</summary>
public readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
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
}
