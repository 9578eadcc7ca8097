using System.Numerics.Tensors;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// Where a clip's own prompt stands among other prompts. Models of text and sound like some clips, and some texts, better than others whatever they say to each other, so that a bare
/// similarity orders clips badly; which of several prompts describes a clip best is the question that they were trained to answer.
/// </summary>
/// <param name="Similarity">Mean cosine of the clip and its own prompt, -1 … 1.</param>
/// <param name="Share">
/// Share of the other prompts that describe the clip less well than its own, 0 … 1; a tie is half. A prompt counts for 1 minus its own cosine to the clip's prompt: not to be told apart from
/// one that says nearly the same is no fault. Null without prompts that say anything else.
/// </param>
/// <param name="Beaten">Number of the other prompts that describe the clip less well.</param>
/// <param name="Best">The other prompt that describes the clip best: its place in the list; -1 without any.</param>
/// <param name="BestSimilarity">Mean cosine of the clip and that prompt.</param>
internal sealed record PromptRank(double Similarity, double? Share, int Beaten, int Best, double BestSimilarity)
{
    /// <summary>Ranks a prompt.</summary>
    /// <param name="sound">Embeddings of the clip's windows, at least one.</param>
    /// <param name="prompt">Embedding of its prompt.</param>
    /// <param name="others">Embeddings of the other prompts.</param>
    public static PromptRank Of(IReadOnlyList<float[]> sound, float[] prompt, IReadOnlyList<float[]> others)
    {
        double own = Fit(sound, prompt), won = 0, whole = 0, bestFit = double.NegativeInfinity;
        int beaten = 0, best = -1;
        for (int i = 0; i < others.Count; i++)
        {
            double fit = Fit(sound, others[i]), weight = 1 - Math.Clamp(TensorPrimitives.CosineSimilarity(prompt, others[i]), 0, 1);
            whole += weight;
            won += weight * (own > fit ? 1 : own < fit ? 0 : 0.5);
            beaten += own > fit ? 1 : 0;
            if (fit > bestFit)
                (best, bestFit) = (i, fit);
        }

        return new PromptRank(own, whole > 1e-6 ? won / whole : null, beaten, best, bestFit);
    }

    private static double Fit(IReadOnlyList<float[]> sound, float[] text) => sound.Average(window => (double)TensorPrimitives.CosineSimilarity(window, text));
}
