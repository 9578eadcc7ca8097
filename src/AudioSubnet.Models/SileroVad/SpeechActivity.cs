namespace AudioSubnet.Models.SileroVad;

/// <summary>How probable it is that somebody speaks, over time.</summary>
/// <param name="Probabilities">One for each chunk, 0 … 1.</param>
/// <param name="ChunkSeconds">Length of a chunk.</param>
public sealed record SpeechActivity(IReadOnlyList<float> Probabilities, double ChunkSeconds)
{
    /// <summary>Share of the chunks with speech; 0 if there are no chunks.</summary>
    /// <param name="threshold">Probability from which a chunk counts as speech.</param>
    public double SpeechShare(float threshold = 0.5f) =>
        Probabilities.Count == 0 ? 0 : (double)Probabilities.Count(probability => probability >= threshold) / Probabilities.Count;
}
