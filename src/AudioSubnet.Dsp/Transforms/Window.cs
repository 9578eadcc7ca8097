namespace AudioSubnet.Dsp.Transforms;

/// <summary>Window functions.</summary>
public static class Window
{
    /// <summary>Hann window. Periodic (for spectra; period = length, as librosa and torch take it) or symmetric (both ends 0).</summary>
    /// <param name="length">Number of samples.</param>
    /// <param name="periodic">Periodic or symmetric.</param>
    public static float[] Hann(int length, bool periodic = true) => Cosine(length, periodic, 0.5);

    /// <summary>Hamming window, 0.54 - 0.46 cos.</summary>
    /// <param name="length">Number of samples.</param>
    /// <param name="periodic">Periodic or symmetric.</param>
    public static float[] Hamming(int length, bool periodic = true) => Cosine(length, periodic, 0.54);

    private static float[] Cosine(int length, bool periodic, double offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var window = new float[length];
        double period = periodic ? length : Math.Max(1, length - 1);
        for (int i = 0; i < length; i++)
            window[i] = (float)(offset - (1 - offset) * Math.Cos(2 * Math.PI * i / period));
        return window;
    }
}
