using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Models.DnsMos;

/// <summary>
/// What the P.808 network sees of a window: 120 mel bands in dB, mapped to -1 … 1. Two versions of librosa give two sets of numbers; the published results may be of either.
/// Thread-safe.
/// </summary>
internal sealed class DnsMosFeatures
{
    public const int Bands = 120;

    private const int FftSize = 321, Hop = 160;

    private readonly MelSpectrogram _mel;

    private DnsMosFeatures(PadMode padding, int filterSize) =>
        _mel = new MelSpectrogram(new Stft(FftSize, Hop, padding: padding), new MelFilterBank(DnsMosModel.SampleRate, filterSize, Bands));

    /// <summary>As librosa computes since 0.9: zeros beyond the ends, and bin k of the odd transform at k · 16000 / 321 Hz.</summary>
    public static DnsMosFeatures Current { get; } = new(PadMode.Zero, FftSize);

    /// <summary>As librosa 0.8.1 computed, which the authors' repository names: mirrored ends, and the bins spread over 0 to 8000 Hz, as those of 320 points are.</summary>
    public static DnsMosFeatures Librosa081 { get; } = new(PadMode.Reflect, FftSize - 1);

    /// <summary>The features of a window without its last hop: [900, 120].</summary>
    /// <param name="window">144160 samples at 16 kHz.</param>
    public FrameMatrix Compute(ReadOnlySpan<float> window)
    {
        FrameMatrix power = _mel.Power(window[..^Hop]);
        float loudest = 0;
        foreach (float value in power.Data)
            loudest = Math.Max(loudest, value);
        FrameMatrix decibels = Decibels.FromPower(power, loudest);
        var values = decibels.Data;
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] + 40) / 40;
        return decibels;
    }
}
