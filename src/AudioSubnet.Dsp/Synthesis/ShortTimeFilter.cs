using System.Numerics;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Synthesis;

/// <summary>Changes a signal through its short-time spectrum: root-Hann windows at a quarter's hop for analysis and synthesis, overlap-added, so that an untouched spectrum gives the signal back.</summary>
public static class ShortTimeFilter
{
    /// <summary>Applies a change to each frame's spectrum.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="windowLength">Samples in a window; a multiple of 4.</param>
    /// <param name="fftSize">Points of the transform, at least the window: zeros around it keep the ringing of the change from wrapping into it.</param>
    /// <param name="change">Gets a spectrum of fftSize/2+1 bins and changes it.</param>
    /// <returns>As many samples as were given.</returns>
    public static float[] Apply(ReadOnlySpan<float> samples, int windowLength, int fftSize, Action<Complex[]> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, windowLength);
        if (windowLength < 4 || windowLength % 4 != 0)
            throw new ArgumentException($"The window length {windowLength} is not a multiple of 4.", nameof(windowLength));
        double[] window = [.. Window.Hann(windowLength).Select(value => Math.Sqrt(value))];
        int hop = windowLength / 4, offset = (fftSize - windowLength) / 2;
        var fft = new RealFft(fftSize);
        var frame = new double[fftSize];
        var bins = new Complex[fft.Bins];
        var result = new float[samples.Length];
        for (int start = hop - windowLength; start < samples.Length; start += hop)
        {
            Array.Clear(frame);
            for (int i = Math.Max(0, -start); i < windowLength && start + i < samples.Length; i++)
                frame[offset + i] = samples[start + i] * window[i];
            fft.Forward(frame, bins);
            change(bins);
            fft.Inverse(bins, frame);
            // Four Hann windows at a quarter's hop add up to 2. The synthesis window cuts what rings out of the frame.
            for (int i = 0; i < windowLength; i++)
                if ((uint)(start + i) < (uint)result.Length)
                    result[start + i] += (float)(0.5 * frame[offset + i] * window[i]);
        }
        return result;
    }
}
