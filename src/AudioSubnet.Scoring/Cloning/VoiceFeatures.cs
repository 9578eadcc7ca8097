using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>Mel spectra of the speech in a recording at 16 kHz, the raw material of comparisons between voices.</summary>
internal sealed class VoiceFeatures
{
    private const int SampleRate = 16000;
    private const int FftSize = 512;
    private const int Hop = 160;
    private const int Bands = 40;

    /// <summary>Quieter than the loud frames by more than this, in dB, is not speech.</summary>
    private const double ActiveRange = 30;

    private VoiceFeatures(float[] samples, FrameMatrix mel, int[] active, double[] cepstrumMean, double[] cepstrumDeviation) =>
        (Samples, Mel, Active, CepstrumMean, CepstrumDeviation) = (samples, mel, active, cepstrumMean, cepstrumDeviation);

    /// <summary>Seconds between two frames.</summary>
    public const double HopSeconds = (double)Hop / SampleRate;

    /// <summary>The recording at 16 kHz.</summary>
    public float[] Samples { get; }

    /// <summary>Mel power in dB, 10 ms apart, <c>[frames, 40]</c>.</summary>
    public FrameMatrix Mel { get; }

    /// <summary>Indices of the frames that hold speech.</summary>
    public int[] Active { get; }

    /// <summary>Mean of MFCC 1 to 19 over the speech.</summary>
    public double[] CepstrumMean { get; }

    /// <summary>Standard deviation of MFCC 1 to 19 over the speech.</summary>
    public double[] CepstrumDeviation { get; }

    /// <summary>Measures a mono recording of finite samples.</summary>
    public static VoiceFeatures Measure(AudioBuffer audio)
    {
        float[] samples = Resampler.Resample(audio.Mono.Span, audio.SampleRate, SampleRate);
        var stft = new Stft(FftSize, Hop, padding: PadMode.Zero);
        FrameMatrix mel = new MelSpectrogram(stft, new MelFilterBank(SampleRate, FftSize, Bands, minFrequency: 60, maxFrequency: 7600)).PowerDecibels(samples);
        double[] levels = [.. Enumerable.Range(0, mel.Frames).Select(frame => Level(mel.Frame(frame)))];
        double threshold = levels.Length == 0 ? 0 : levels.Order().ElementAt(levels.Length * 95 / 100) - ActiveRange;
        int[] active = [.. Enumerable.Range(0, levels.Length).Where(frame => levels[frame] >= threshold)];

        FrameMatrix cepstra = Mfcc.Compute(mel, 20);
        var mean = new double[19];
        var deviation = new double[19];
        foreach (int frame in active)
            for (int k = 0; k < mean.Length; k++)
                mean[k] += cepstra[frame, k + 1] / (double)active.Length;
        foreach (int frame in active)
            for (int k = 0; k < mean.Length; k++)
                deviation[k] += Math.Pow(cepstra[frame, k + 1] - mean[k], 2) / active.Length;
        for (int k = 0; k < deviation.Length; k++)
            deviation[k] = Math.Sqrt(deviation[k]);
        return new VoiceFeatures(samples, mel, active, mean, deviation);
    }

    private static double Level(ReadOnlySpan<float> decibels)
    {
        double power = 0;
        foreach (float band in decibels)
            power += Math.Pow(10, band / 10);
        return 10 * Math.Log10(Math.Max(power, 1e-12));
    }
}
