using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>How much two recordings sound like the same speaker, by signal statistics; a speaker encoder would hear more.</summary>
/// <param name="Timbre">0 … 1 from the distance of the MFCC statistics; null when one recording holds no speech.</param>
/// <param name="TimbreDistance">Bhattacharyya distance between the two voices' MFCC distributions, mean per coefficient.</param>
/// <param name="MelCosine">Cosine of the two mel spectrograms as the existing network takes it, 0 … 1.</param>
public sealed record SpeakerSimilarity(double? Timbre, double? TimbreDistance, double MelCosine)
{
    /// <summary>Distance at which two voices count as the same: two sentences of one speaker lie about here.</summary>
    private const double SameVoice = 0.03;

    /// <summary>Distance from which two voices have nothing in common.</summary>
    private const double OtherVoice = 0.35;

    /// <summary>Compares two mono recordings of finite samples.</summary>
    public static SpeakerSimilarity Compare(AudioBuffer audio, AudioBuffer reference)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(reference);
        VoiceFeatures voice = VoiceFeatures.Measure(audio), target = VoiceFeatures.Measure(reference);
        double cosine = Cloning.MelCosine.Measure(audio, reference);
        if (voice.Active.Length < 20 || target.Active.Length < 20)
            return new SpeakerSimilarity(null, null, cosine);
        double distance = Bhattacharyya(voice, target);
        return new SpeakerSimilarity(Speech.Ramp.Between(distance, OtherVoice, SameVoice), distance, cosine);
    }

    /// <summary>Bhattacharyya distance of two Gaussians with diagonal covariance, mean over the dimensions.</summary>
    private static double Bhattacharyya(VoiceFeatures a, VoiceFeatures b)
    {
        double sum = 0;
        for (int k = 0; k < a.CepstrumMean.Length; k++)
        {
            double variance1 = Math.Max(1e-6, a.CepstrumDeviation[k] * a.CepstrumDeviation[k]);
            double variance2 = Math.Max(1e-6, b.CepstrumDeviation[k] * b.CepstrumDeviation[k]);
            double variance = (variance1 + variance2) / 2, difference = a.CepstrumMean[k] - b.CepstrumMean[k];
            sum += difference * difference / (8 * variance) + 0.5 * Math.Log(variance / Math.Sqrt(variance1 * variance2));
        }
        return sum / a.CepstrumMean.Length;
    }
}
