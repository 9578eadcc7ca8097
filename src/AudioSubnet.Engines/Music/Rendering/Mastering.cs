using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Engines.Music.Rendering;

/// <summary>Sets the level of a rendered piece: loudness first, then a limiter for the peaks, then a short fade so that nothing ends in a
/// click.</summary>
internal static class Mastering
{
    /// <summary>Target of the integrated loudness, in LUFS: what streaming services play music at, with room for dynamics.</summary>
    private const double TargetLoudness = -16;

    /// <summary>Highest sample after limiting: −2 dBFS, so that peaks between samples stay below −1 dBFS.</summary>
    private const float Ceiling = 0.794f;

    /// <summary>Level of sound too short or too soft to have an integrated loudness, as RMS.</summary>
    private const double ShortTargetRms = 0.12;

    private const double LookAheadSeconds = 0.004, ReleaseSeconds = 0.12, FadeSeconds = 0.12;

    /// <summary>Works in place.</summary>
    public static void Apply(float[] left, float[] right, int sampleRate)
    {
        FadeOut(left, right, (int)(FadeSeconds * sampleRate));
        // Twice: the limiter takes some loudness away from dense pieces, the second pass gives it back.
        for (int pass = 0; pass < 2; pass++)
        {
            Scale(left, right, GainToTarget(left, right, sampleRate));
            Limit(left, right, sampleRate);
        }
    }

    private static float GainToTarget(float[] left, float[] right, int sampleRate)
    {
        double loudness = Loudness.Integrated(new AudioBuffer([left, right], sampleRate));
        if (double.IsFinite(loudness) && loudness > -69)
            return (float)Math.Pow(10, (TargetLoudness - loudness) / 20);
        double rms = Math.Sqrt((Levels.Rms(left) * Levels.Rms(left) + Levels.Rms(right) * Levels.Rms(right)) / 2);
        return rms > 1e-6 ? (float)(ShortTargetRms / rms) : 1;
    }

    private static void Scale(float[] left, float[] right, float gain)
    {
        for (int i = 0; i < left.Length; i++)
            (left[i], right[i]) = (left[i] * gain, right[i] * gain);
    }

    /// <summary>A look-ahead peak limiter: the gain is down before a peak arrives and returns slowly, equal for both channels so that the
    /// image stays.</summary>
    private static void Limit(float[] left, float[] right, int sampleRate)
    {
        int ahead = Math.Max(1, (int)(LookAheadSeconds * sampleRate));
        int frames = left.Length;
        // Gain that each frame needs, taken as the minimum over the frames that follow within the look-ahead.
        var needed = new float[frames + ahead];
        Array.Fill(needed, 1f);
        for (int i = 0; i < frames; i++)
        {
            float peak = Math.Max(Math.Abs(left[i]), Math.Abs(right[i]));
            needed[i] = peak > Ceiling ? Ceiling / peak : 1;
        }
        float[] lowest = SlidingMinimum(needed, ahead, frames);
        float release = (float)Math.Exp(-1 / (ReleaseSeconds * sampleRate));
        float gain = 1;
        var smooth = new float[frames];
        for (int i = 0; i < frames; i++)
        {
            gain = lowest[i] < gain ? lowest[i] : lowest[i] + (gain - lowest[i]) * release;
            smooth[i] = gain;
        }
        // A moving average over the look-ahead turns the steps of the minimum into ramps that still reach it in time.
        double sum = ahead;
        for (int i = 0; i < frames; i++)
        {
            sum += smooth[i] - (i >= ahead ? smooth[i - ahead] : 1);
            float applied = Math.Min((float)(sum / ahead), needed[i]);
            left[i] *= applied;
            right[i] *= applied;
        }
    }

    /// <summary>The minimum of each frame and the <paramref name="ahead"/> after it (monotonic queue, linear time).</summary>
    private static float[] SlidingMinimum(float[] values, int ahead, int frames)
    {
        var result = new float[frames];
        var queue = new int[values.Length];
        int head = 0, tail = 0, next = 0;
        for (int i = 0; i < frames; i++)
        {
            for (; next <= i + ahead && next < values.Length; next++)
            {
                while (tail > head && values[queue[tail - 1]] >= values[next])
                    tail--;
                queue[tail++] = next;
            }
            while (queue[head] < i)
                head++;
            result[i] = values[queue[head]];
        }
        return result;
    }

    private static void FadeOut(float[] left, float[] right, int frames)
    {
        int length = Math.Min(frames, left.Length / 4);
        for (int i = 0; i < length; i++)
        {
            float gain = 0.5f - 0.5f * MathF.Cos(MathF.PI * i / length);
            left[^(i + 1)] *= gain;
            right[^(i + 1)] *= gain;
        }
    }
}
