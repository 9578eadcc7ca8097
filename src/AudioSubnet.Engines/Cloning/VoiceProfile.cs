using System.Numerics;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Dsp.Synthesis;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Engines.Cloning;

/// <summary>What is measured of a voice, over its voiced frames: pitch, and two mean curves over frequency at 16 kHz.</summary>
/// <param name="MedianFrequency">Median F0 in Hz.</param>
/// <param name="SpreadSemitones">Spread of F0 in semitones.</param>
/// <param name="VoicedSeconds">Seconds of voice it was measured on.</param>
/// <param name="Formants">Mean level in dB of the all-pole model of pre-emphasised frames, every <see cref="FormantStep"/> Hz: where the resonances are.</param>
/// <param name="Envelope">Mean natural log of the spectral envelope's magnitude in each of 513 bins, frames set to one level: the colour of the voice.</param>
internal sealed record VoiceProfile(double MedianFrequency, double SpreadSemitones, double VoicedSeconds, double[] Formants, double[] Envelope)
{
    /// <summary>Rate of all analysis in Hz: speech has its identity below 8 kHz, and flite's voices have this rate.</summary>
    public const int SampleRate = 16000;

    public const int FftSize = 1024;

    /// <summary>Samples in a frame: 32 ms, two to three periods of a low voice.</summary>
    public const int WindowLength = 512;

    /// <summary>Hz between the points of <see cref="Formants"/>.</summary>
    public const double FormantStep = 40;

    /// <summary>Poles: two for each of the eight formants that fit below 8 kHz, and two for the source.</summary>
    private const int Poles = 18;

    private static readonly PitchTracker Tracker = new();

    /// <summary>Cepstral order for a voice of that F0: half the sample rate over F0, as fine as its harmonics sample the envelope.</summary>
    public static int EnvelopeOrder(double frequency) => Math.Clamp((int)(SampleRate / (2 * frequency)), 24, 64);

    /// <summary>Measures mono audio at <see cref="SampleRate"/>.</summary>
    public static VoiceProfile Measure(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var samples = audio.Mono.Span;
        PitchTrack pitch = Tracker.Track(samples, SampleRate);
        double median = pitch.MedianFrequency;
        var formants = new double[(int)(SampleRate / 2 / FormantStep)];
        var envelope = new double[FftSize / 2 + 1];
        if (median == 0)
            return new VoiceProfile(0, 0, 0, formants, envelope);

        float[] window = Window.Hann(WindowLength);
        var estimator = new SpectralEnvelope(FftSize, EnvelopeOrder(median));
        var stft = new Stft(FftSize, (int)(2 * pitch.HopSeconds * SampleRate), window);
        var bins = new Complex[stft.Bins];
        var frameEnvelope = new double[stft.Bins];
        var frame = new float[WindowLength];
        int count = 0;
        for (int i = 0; i < pitch.Frames.Count; i += 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int start = (int)(i * pitch.HopSeconds * SampleRate) - WindowLength / 2;
            if (!pitch.Frames[i].IsVoiced || start < 1 || start + WindowLength > samples.Length)
                continue;
            count++;
            for (int j = 0; j < frame.Length; j++)
                frame[j] = window[j] * (samples[start + j] - 0.97f * samples[start + j - 1]);
            var model = LinearPrediction.Fit(frame, Poles) with { Gain = 1 };
            for (int j = 0; j < formants.Length; j++)
                formants[j] += model.LevelAt((j + 0.5) * FormantStep / SampleRate);
            stft.Frame(samples, i / 2, bins);
            estimator.Estimate(bins, frameEnvelope);
            double level = frameEnvelope.Average();
            for (int j = 0; j < envelope.Length; j++)
                envelope[j] += frameEnvelope[j] - level;
        }
        for (int j = 0; j < formants.Length; j++)
            formants[j] /= Math.Max(1, count);
        for (int j = 0; j < envelope.Length; j++)
            envelope[j] /= Math.Max(1, count);
        return new VoiceProfile(median, pitch.SpreadSemitones, pitch.VoicedSeconds, formants, envelope);
    }

    /// <summary>
    /// How much higher this voice's resonances lie in frequency than another's (the inverse ratio of vocal tract lengths): the factor by which the other's mean all-pole curve must be
    /// stretched to look most like this one's between 300 and 5000 Hz, slopes compared rather than levels, so that loudness and tilt do not count.
    /// </summary>
    public double FormantScaleOver(VoiceProfile other)
    {
        double best = 1, bestScore = double.NegativeInfinity;
        for (double scale = 0.82; scale <= 1.221; scale += 0.01)
        {
            double product = 0, own = 1e-9, others = 1e-9;
            for (double frequency = 300; frequency < 5000; frequency += FormantStep)
            {
                double a = Slope(Formants, frequency, 1), b = Slope(other.Formants, frequency, scale);
                product += a * b;
                own += a * a;
                others += b * b;
            }
            // Mean curves of a few seconds depend on the words too: a stretch far from one must be well founded.
            double distance = Math.Log(scale) / 0.2;
            double score = product / Math.Sqrt(own * others) - 0.04 * distance * distance;
            if (score > bestScore)
                (best, bestScore) = (scale, score);
        }
        return best;
    }

    private static double Slope(double[] curve, double frequency, double scale) =>
        At(curve, (frequency + 100) / scale / FormantStep - 0.5) - At(curve, (frequency - 100) / scale / FormantStep - 0.5);

    /// <summary>Linear interpolation, held beyond the ends.</summary>
    public static double At(ReadOnlySpan<double> curve, double position)
    {
        position = Math.Clamp(position, 0, curve.Length - 1);
        int index = Math.Min((int)position, curve.Length - 2);
        return curve[index] + (position - index) * (curve[index + 1] - curve[index]);
    }
}
