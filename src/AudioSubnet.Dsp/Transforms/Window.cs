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
            window[i] = (float)Hann(i, period);
        return window;
    }

    /// <summary>A value of the Hann window in full precision: rounded to float32, the window of a loud sound leaks 130 dB below it.</summary>
    internal static double Hann(int index, double period) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * index / period);
}
