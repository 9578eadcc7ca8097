using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Music;

/// <summary>Everything that is measured of a piece, before any of it is judged.</summary>
internal sealed class MusicFeatures
{
    /// <summary>Rate at which spectra are compared, in Hz; every clip is brought to it so that the measures mean the same.</summary>
    private const int Rate = 32000;

    /// <summary>Window of 128 ms every 32 ms: parts semitones from 250 Hz up.</summary>
    private const int FftSize = 4096, Hop = 1024;

    /// <param name="audio">Mono, finite samples, at least 0.1 s.</param>
    public MusicFeatures(AudioBuffer audio)
    {
        AudioBuffer music = Resampler.Resample(audio, Rate);
        ReadOnlySpan<float> samples = music.Mono.Span;
        Loudness = Dsp.Measurements.Loudness.Integrated(music);
        Clipping = Levels.ClippingRatio(audio.Mono.Span);
        Silence = Levels.SilenceRatio(samples, Rate, 45);
        FrameMatrix power = new Stft(FftSize, Hop).Power(samples);
        Pitches = new PitchContent(power, Rate, Hop);
        Noise = new SpectralNoise(power, Rate);
        Onsets = new OnsetEnvelope(music);
        (RepeatCorrelation, RepeatShift) = Repetition.Measure(music);
        float[] mean = power.Mean();
        Centroid = SpectralShape.Centroid(mean, Rate);
        Bandwidth = SpectralShape.RollOff(mean, Rate, 0.999);
    }

    /// <summary>Integrated loudness in LUFS.</summary>
    public double Loudness { get; }

    /// <summary>Share of clipped samples.</summary>
    public double Clipping { get; }

    /// <summary>Share of 20 ms blocks more than 45 dB below the loudest.</summary>
    public double Silence { get; }

    public PitchContent Pitches { get; }

    public SpectralNoise Noise { get; }

    public OnsetEnvelope Onsets { get; }

    /// <summary>Highest correlation of the waveform with itself shifted by 0.1 to 10 s.</summary>
    public double RepeatCorrelation { get; }

    /// <summary>That shift in seconds.</summary>
    public double RepeatShift { get; }

    /// <summary>Centre of gravity of the mean spectrum, in Hz.</summary>
    public double Centroid { get; }

    /// <summary>Frequency below which 99.9 % of the power lies, in Hz.</summary>
    public double Bandwidth { get; }
}
