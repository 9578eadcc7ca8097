using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Models.Nisqa;

/// <summary>
/// What NISQA sees of a recording: its mel magnitudes in dB, cut into overlapping segments. The numbers are those of librosa's <c>melspectrogram(power=1)</c> and
/// <c>amplitude_to_db(amin=1e-4, top_db=80)</c>, at the recording's own rate.
/// </summary>
internal static class NisqaMel
{
    /// <summary>Magnitudes below this count as this: -80 dB.</summary>
    private const double Floor = 1e-4;

    /// <summary>Nothing lies more than this below the loudest value, in dB.</summary>
    private const double Range = 80;

    /// <summary>Mel magnitudes in dB, <c>[frames, bands]</c>.</summary>
    /// <param name="audio">Any rate and number of channels; channels are averaged.</param>
    /// <param name="config">The model's options.</param>
    public static FrameMatrix Compute(AudioBuffer audio, NisqaConfig config)
    {
        AudioBuffer mono = audio.ToMono();
        if (config.SampleRate is { } rate)
            mono = Resampler.Resample(mono, rate);
        var stft = new Stft(config.FftSize, (int)(mono.SampleRate * config.HopSeconds), Window.Hann((int)(mono.SampleRate * config.WindowSeconds)));
        var filters = new MelFilterBank(mono.SampleRate, config.FftSize, config.MelBands, 0, config.MaxFrequency);
        FrameMatrix mel = filters.Apply(stft.Magnitude(mono.Mono.Span));
        var values = mel.Data;
        float highest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
            highest = Math.Max(highest, values[i] = (float)(20 * Math.Log10(Math.Max(Floor, values[i]))));
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Max(values[i], (float)(highest - Range));
        return mel;
    }

    /// <summary>Number of segments of so many frames; 0 if not one is full.</summary>
    public static int SegmentCount(int frames, NisqaConfig config) =>
        frames < config.SegmentFrames ? 0 : (frames - config.SegmentFrames) / config.SegmentHop + 1;

    /// <summary>Segments as pictures, <c>[segments, 1, bands, frames]</c>.</summary>
    public static float[] Segments(FrameMatrix mel, NisqaConfig config)
    {
        int count = SegmentCount(mel.Frames, config), bands = mel.Values, frames = config.SegmentFrames;
        var segments = new float[count * bands * frames];
        for (int segment = 0, at = 0; segment < count; segment++, at += bands * frames)
            for (int frame = 0; frame < frames; frame++)
            {
                var row = mel.Frame(segment * config.SegmentHop + frame);
                for (int band = 0; band < bands; band++)
                    segments[at + band * frames + frame] = row[band];
            }
        return segments;
    }
}
