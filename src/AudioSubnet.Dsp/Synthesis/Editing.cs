using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Dsp.Synthesis;

/// <summary>Cutting and levelling of mono recordings.</summary>
public static class Editing
{
    /// <summary>Takes silence off both ends, leaving a margin.</summary>
    /// <param name="audio">Mono.</param>
    /// <param name="range">Blocks of 10 ms more than this many dB below the loudest are silent.</param>
    /// <param name="margin">Seconds of silence that stay.</param>
    /// <returns>The rest; an empty recording if everything is below -70 dBFS.</returns>
    public static AudioBuffer TrimSilence(AudioBuffer audio, double range = 40, double margin = 0.05)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var samples = audio.Mono.Span;
        int block = Math.Max(1, audio.SampleRate / 100);
        double[] levels = Levels.BlockDecibels(samples, block);
        double threshold = levels.Length == 0 ? 0 : Math.Max(levels.Max() - range, -70);
        int first = Array.FindIndex(levels, level => level >= threshold), last = Array.FindLastIndex(levels, level => level >= threshold);
        if (first < 0)
            return new AudioBuffer(Array.Empty<float>(), audio.SampleRate);
        int margins = (int)(margin * audio.SampleRate);
        int start = Math.Max(0, first * block - margins), end = Math.Min(samples.Length, (last + 1) * block + margins);
        return new AudioBuffer(samples[start..end].ToArray(), audio.SampleRate);
    }

    /// <summary>Sets the level of the active parts (all 20 ms blocks within 30 dB of the loudest), but lets no peak exceed a limit. Silence stays as it is.</summary>
    /// <param name="audio">Mono.</param>
    /// <param name="level">Wanted RMS level in dBFS.</param>
    /// <param name="peak">Highest peak in dBFS.</param>
    public static AudioBuffer SetLevel(AudioBuffer audio, double level = -20, double peak = -1)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var samples = audio.Mono.Span;
        double[] levels = Levels.BlockDecibels(samples, Math.Max(1, audio.SampleRate / 50));
        if (levels.Length == 0 || levels.Max() <= Levels.Floor)
            return audio;
        double threshold = levels.Max() - 30;
        double active = 10 * Math.Log10(levels.Where(value => value >= threshold).Average(value => Math.Pow(10, value / 10)));
        double gain = Decibels.ToAmplitude(Math.Min(level - active, peak - Levels.PeakDecibels(samples)));
        var result = new float[samples.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = (float)(samples[i] * gain);
        return new AudioBuffer(result, audio.SampleRate);
    }
}
