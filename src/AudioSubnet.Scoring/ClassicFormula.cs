using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring;

/// <summary>
/// The existing network's formulas (Bittensor subnet 16, "AudioSubnet", lib/reward.py and lib/clone_score.py), in our own code. Where its NISQA model is not there,
/// signal measures stand in for NISQA's dimensions.
/// </summary>
internal static class ClassicFormula
{
    private const double MosWeight = 0.28;
    private const double DimensionWeight = 0.08;
    private const double WordWeight = 0.40;
    private const double NoiseWeight = 0.6;
    private const double ConsistencyWeight = 0.4;
    private const double LeastConsistency = 0.2;

    /// <summary>0.28 MOS + 0.08 (noisiness + discontinuity + coloration + loudness) + 0.40 (1 - WER), each 0 … 1, rounded to 3 decimals.</summary>
    public static (double Value, string Explanation) Speech(SpeechAnalysis speech)
    {
        double naturalness = WeightedMean.Geometric(speech.Naturalness, 0.01) ?? 0;
        // As in the network, an opinion outside 1 … 5 goes beyond 0 … 1; only the sum is clipped.
        double Dimension(string name, double standIn) => speech.Find(name)?.Value is { } opinion ? (opinion - 1) / 4 : standIn;
        double Measured(string name) => speech.Find(name)?.Normalized ?? 0;
        double mos = Dimension("mos", naturalness);
        double dimensions = Dimension("noisiness", Measured("signal_to_noise")) + Dimension("discontinuity", Measured("clipping"))
            + Dimension("coloration", Measured("bandwidth")) + Dimension("loudness", Measured("level"));
        double words = Measured("word_error_rate");
        double value = Math.Round(Math.Clamp(MosWeight * mos + DimensionWeight * dimensions + WordWeight * words, 0, 1), 3);
        return (value, $"{MosWeight} × quality {mos:0.00} + {DimensionWeight} × the four dimensions' sum {dimensions:0.00} + {WordWeight:0.00} × right words {words:0.00} = {value:0.000}.");
    }

    /// <summary>
    /// 0.6 signal-to-noise ratio, through the network's curve 1 / (1 + e^(-(dB - 20) / 10)), + 0.4 consistency, the cosine of text and sound by a CLAP model; 0 for a consistency
    /// under 0.2. Where no such model is loaded, the geometric mean of signal-to-noise and harmonic-to-noise ratio, each through that curve. The network's ratio of a signal to its own
    /// pre-emphasis is replaced by a real noise estimate.
    /// </summary>
    public static (double Value, string Explanation) Music(IReadOnlyList<Metric> metrics)
    {
        double snr = Curve("signal_to_noise");
        if (Measured("text_audio_consistency") is { } consistency)
        {
            if (consistency < LeastConsistency)
                return (0, $"The score is 0: the consistency of text and sound is {consistency:0.00}; {LeastConsistency} is the least.");
            double sum = NoiseWeight * snr + ConsistencyWeight * consistency;
            return (sum, $"{NoiseWeight} × signal-to-noise {snr:0.00} + {ConsistencyWeight} × consistency of text and sound {consistency:0.00} = {sum:0.000}.");
        }

        double hnr = Curve("harmonic_to_noise"), value = Math.Sqrt(snr * hnr);
        return (value, $"The geometric mean of signal-to-noise {snr:0.00} and harmonic-to-noise {hnr:0.00} is {value:0.000}.");

        double? Measured(string name) => metrics.FirstOrDefault(metric => metric.Name == name)?.Value;
        double Curve(string name) => Measured(name) is { } decibels ? 1 / (1 + Math.Exp(-(decibels - 20) / 10)) : 0;
    }
}
