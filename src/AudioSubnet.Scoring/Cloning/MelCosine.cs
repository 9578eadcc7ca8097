using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>
/// The existing network's similarity (lib/clone_score.py): mel spectrograms in dB (128 bands, 400 points, hop 200: torchaudio's defaults), each standardised over all its values, the
/// shorter padded with zeros, and their cosine. Leading silence is trimmed; both recordings are taken at the same 16 kHz, which the original left to chance.
/// </summary>
internal static class MelCosine
{
    private const int SampleRate = 16000;
    private const int Bands = 128;

    /// <summary>The cosine, 0 … 1; negative values count as 0, and so does a recording without any change in it.</summary>
    public static double Measure(AudioBuffer audio, AudioBuffer reference)
    {
        FrameMatrix left = Standardised(audio), right = Standardised(reference);
        int common = Math.Min(left.Frames, right.Frames) * Bands;
        double dot = 0, leftSquare = 0, rightSquare = 0;
        for (int i = 0; i < common; i++)
            dot += left.Data[i] * (double)right.Data[i];
        foreach (float value in left.Data)
            leftSquare += value * (double)value;
        foreach (float value in right.Data)
            rightSquare += value * (double)value;
        double scale = Math.Sqrt(leftSquare * rightSquare);
        return scale > 1e-12 ? Math.Clamp(dot / scale, 0, 1) : 0;
    }

    private static FrameMatrix Standardised(AudioBuffer audio)
    {
        float[] samples = Resampler.Resample(audio.Mono.Span, audio.SampleRate, SampleRate);
        float peak = 0;
        foreach (float sample in samples)
            peak = Math.Max(peak, Math.Abs(sample));
        int start = Math.Max(0, Array.FindIndex(samples, sample => Math.Abs(sample) > 0.02f * peak));
        var filters = new MelFilterBank(SampleRate, 400, Bands, scale: MelScale.Htk, areaNormalized: false);
        FrameMatrix mel = new MelSpectrogram(new Stft(400, 200, padding: PadMode.Zero), filters).PowerDecibels(samples.AsSpan(start), range: null);
        double mean = 0, square = 0;
        foreach (float value in mel.Data)
            mean += value / (double)mel.Data.Length;
        foreach (float value in mel.Data)
            square += (value - mean) * (value - mean) / mel.Data.Length;
        double deviation = Math.Sqrt(square);
        for (int i = 0; i < mel.Data.Length; i++)
            mel.Data[i] = deviation > 1e-9 ? (float)((mel.Data[i] - mean) / deviation) : 0;
        return mel;
    }
}
