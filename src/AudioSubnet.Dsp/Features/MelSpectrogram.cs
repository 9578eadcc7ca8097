using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Features;

/// <summary>Mel spectrogram: the power STFT summed by a mel filter bank. Thread-safe; make it once and keep it.</summary>
/// <param name="stft">The transform.</param>
/// <param name="filters">The filters, for the transform's bins.</param>
public sealed class MelSpectrogram(Stft stft, MelFilterBank filters)
{
    /// <summary>librosa's defaults for a rate: 128 Slaney bands up to Nyquist over 2048 points with hop 512, zeros beyond the ends.</summary>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="fftSize">Points of the transform.</param>
    /// <param name="hopLength">Samples from frame to frame.</param>
    /// <param name="bands">Number of mel bands.</param>
    public static MelSpectrogram Librosa(int sampleRate, int fftSize = 2048, int hopLength = 512, int bands = 128) =>
        new(new Stft(fftSize, hopLength, padding: PadMode.Zero), new MelFilterBank(sampleRate, fftSize, bands));

    /// <summary>Power in each band, <c>[frames, bands]</c>.</summary>
    public FrameMatrix Power(ReadOnlySpan<float> samples) => filters.Apply(stft.Power(samples));

    /// <summary>Power in each band in dB, <c>[frames, bands]</c>, floored at -100 dB and <paramref name="range"/> below the loudest.</summary>
    public FrameMatrix PowerDecibels(ReadOnlySpan<float> samples, double? range = 80) => Decibels.FromPower(Power(samples), range: range);
}
