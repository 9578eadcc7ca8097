namespace AudioSubnet.Dsp.Transforms;

/// <summary>Window functions.</summary>
public static class Window
{
    /// <summary>Hann window. Periodic (for spectra; period = length, as librosa and torch take it) or symmetric (both ends 0).</summary>
    /// <param name="length">Number of samples.</param>
    /// <param name="periodic">Periodic or symmetric.</param>
    public static float[] Hann(int length, bool periodic = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var window = new float[length];
        double period = periodic ? length : Math.Max(1, length - 1);
        for (int i = 0; i < length; i++)
            window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / period));
        return window;
    }
}
