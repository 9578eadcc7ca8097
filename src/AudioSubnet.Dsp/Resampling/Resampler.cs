using System.Numerics;

namespace AudioSubnet.Dsp.Resampling;

/// <summary>
/// Band-limited sample rate conversion by any rational ratio: a polyphase filter bank of Kaiser-windowed sincs
/// (J. O. Smith, "Digital Audio Resampling"). Flat within 0.01 dB up to 90 % of the lower Nyquist frequency, images and aliases below -100 dB
/// from that Nyquist frequency on. Linear phase without delay. An output has ceil(frames × to / from) samples.
/// </summary>
public static class Resampler
{
    /// <summary>Zero crossings of the sinc on each side. With 100 dB of attenuation they fix the transition band: 6.4 / 64 = 10 % of Nyquist.</summary>
    private const int ZeroCrossings = 64;

    /// <summary>Middle of the transition band, relative to the lower Nyquist frequency: the band ends there where aliasing would begin.</summary>
    private const double Cutoff = 0.95;

    /// <summary>Kaiser's shape for 100 dB: 0.1102 (100 - 8.7).</summary>
    private const double KaiserBeta = 10.06;

    /// <summary>Converts all channels; the same object if the rate is already right.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="sampleRate">Wanted rate in Hz.</param>
    public static AudioBuffer Resample(AudioBuffer audio, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        if (audio.SampleRate == sampleRate)
            return audio;
        var channels = new float[audio.Channels][];
        for (int i = 0; i < channels.Length; i++)
            channels[i] = Resample(audio.Channel(i), audio.SampleRate, sampleRate);
        return new AudioBuffer(channels, sampleRate);
    }

    /// <summary>Converts one channel.</summary>
    /// <param name="samples">The samples at the old rate.</param>
    /// <param name="from">Old rate in Hz.</param>
    /// <param name="to">New rate in Hz.</param>
    /// <returns>ceil(samples × to / from) samples.</returns>
    public static float[] Resample(ReadOnlySpan<float> samples, int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        if (from == to)
            return samples.ToArray();
        int divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        int up = to / divisor, down = from / divisor;
        double scale = Math.Min(1, (double)up / down) * Cutoff; // cutoff relative to the old Nyquist frequency
        int halfTaps = (int)Math.Ceiling(ZeroCrossings / scale);
        int taps = 2 * halfTaps;
        var padded = new float[samples.Length + 2 * taps];
        samples.CopyTo(padded.AsSpan(taps));

        long length = ((long)samples.Length * up + down - 1) / down;
        var result = new float[length];
        var phases = new float[up][]; // made when first met: an odd ratio has more phases than a short sound has samples
        for (long n = 0; n < length; n++)
        {
            long position = n * down;
            int phase = (int)(position % up);
            int start = (int)(position / up) - halfTaps + 1 + taps;
            float[] filter = phases[phase] ??= Filter((double)phase / up, halfTaps, scale);
            result[n] = Dot(filter, padded.AsSpan(start, taps));
        }
        return result;
    }

    /// <summary>Taps for an output that lies <paramref name="fraction"/> of an input sample after the middle one; normalised to unit gain at 0 Hz.</summary>
    private static float[] Filter(double fraction, int halfTaps, double scale)
    {
        var taps = new double[2 * halfTaps];
        double sum = 0;
        for (int i = 0; i < taps.Length; i++)
        {
            double t = i - (halfTaps - 1) - fraction;
            double x = Math.PI * scale * t;
            double edge = t / halfTaps;
            double window = Math.Abs(edge) >= 1 ? 0 : BesselI0(KaiserBeta * Math.Sqrt(1 - edge * edge));
            sum += taps[i] = window * (Math.Abs(x) < 1e-12 ? 1 : Math.Sin(x) / x);
        }
        return Array.ConvertAll(taps, tap => (float)(tap / sum));
    }

    /// <summary>Modified Bessel function of the first kind and order 0, by its power series.</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1, quarter = x * x / 4;
        for (int k = 1; term > sum * 1e-16; k++)
            sum += term *= quarter / ((double)k * k);
        return sum;
    }

    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = Vector<float>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(left[i..]) * new Vector<float>(right[i..]);
        float result = Vector.Sum(sum);
        for (; i < left.Length; i++)
            result += left[i] * right[i];
        return result;
    }
}
