using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Models.Clap;

/// <summary>
/// CLAP's front end: a window of sound to its mel spectrogram in dB, with the numbers of the reference's feature extractor (Slaney's filters of equal area, power floored at 1e-10).
/// Thread-safe.
/// </summary>
internal sealed class ClapFeatures(ClapFeatureConfig config)
{
    private readonly MelSpectrogram _mel = new(
        new Stft(config.FftWindowSize, config.HopLength),
        new MelFilterBank(config.SamplingRate, config.FftWindowSize, config.FeatureSize, config.FrequencyMin, config.FrequencyMax));

    /// <summary>The features of one window: [frames, bands] in dB.</summary>
    /// <param name="samples">At the model's rate, at least one.</param>
    /// <param name="offset">Where the window begins in a sound that is longer than it.</param>
    public FrameMatrix Extract(ReadOnlySpan<float> samples, int offset) => _mel.PowerDecibels(Window(samples, offset), range: null);

    /// <summary>Exactly one window of samples: cut out of a longer sound, filled up from a shorter one.</summary>
    public float[] Window(ReadOnlySpan<float> samples, int offset)
    {
        int length = config.WindowSamples;
        if (samples.Length >= length)
            return samples.Slice(offset, length).ToArray();
        float[] window = new float[length];
        int filled = config.Padding switch
        {
            "pad" => samples.Length,
            "repeat" => length,
            _ => length / samples.Length * samples.Length, // as often as it fits whole
        };
        for (int start = 0; start < filled; start += samples.Length)
            samples[..Math.Min(samples.Length, filled - start)].CopyTo(window.AsSpan(start));
        return window;
    }

    /// <summary>Where windows begin that cover a sound: as few as do, the first at its start and the last at its end.</summary>
    public int[] Offsets(int samples)
    {
        int length = config.WindowSamples, room = samples - length;
        if (room <= 0)
            return [0];
        int count = (samples + length - 1) / length;
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)room * i / (count - 1)))];
    }
}
