using System.Numerics.Tensors;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;

namespace AudioSubnet.Models.Bark;

/// <summary>The first two codebooks to all: one codebook after another over a window that sees both its past and its future.</summary>
internal sealed class BarkFineStage(ModelSession session, BarkStageConfig config, BarkGenerationConfig generation)
{
    private readonly BarkFineRules _rules = generation.FineAcousticsConfig;

    /// <summary>Generates.</summary>
    /// <param name="coarse">Tokens of the first two codebooks in turn, with the offsets of the coarse vocabulary.</param>
    /// <param name="voice">The voice to go on in; null for none.</param>
    /// <param name="temperature">Temperature of the draw; 1 takes the likeliest.</param>
    /// <param name="random">Where draws come from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>[codebooks][frames].</returns>
    public long[][] Run(long[] coarse, BarkVoice? voice, float temperature, Random random, CancellationToken cancellationToken)
    {
        int known = generation.CoarseAcousticsConfig.NCoarseCodebooks, frames = coarse.Length / known, codebooks = _rules.NFineCodebooks;
        int history = Math.Min(_rules.MaxFineHistoryLength, voice?.Fine[0].Count ?? 0);
        int total = Math.Max(_rules.MaxFineInputLength, history + frames);
        long[][] codes = new long[codebooks][];
        for (int codebook = 0; codebook < codebooks; codebook++)
        {
            long[] row = codes[codebook] = new long[total];
            Array.Fill(row, generation.CodebookSize); // stands for what is not known yet
            if (voice is not null)
                voice.Fine[codebook].TakeLast(history).ToArray().CopyTo(row, 0);
            for (int frame = 0; codebook < known && frame < frames; frame++)
                row[history + frame] = (coarse[frame * known + codebook] - generation.SemanticConfig.SemanticVocabSize) % generation.CodebookSize;
        }

        int moves = Math.Max(0, (int)Math.Ceiling((frames - (_rules.MaxFineInputLength - history)) / (double)_rules.MaxFineHistoryLength)) + 1;
        Sampler sampler = new(generation.CodebookSize, new SamplingOptions { TopK = 0, Temperature = temperature }, random);
        for (int move = 0; move < moves; move++)
        {
            int start = Math.Min(move * _rules.MaxFineHistoryLength, total - _rules.MaxFineInputLength);
            int fill = Math.Min(history + move * _rules.MaxFineHistoryLength, total - _rules.MaxFineHistoryLength) - start;
            for (int codebook = known; codebook < codebooks; codebook++)
                Fill(codes, codebook, start, fill, temperature == 1 ? null : sampler, cancellationToken);
        }

        return [.. codes.Select(row => row.AsSpan(history, frames).ToArray())];
    }

    /// <summary>Predicts a codebook in a window from a frame on; later codebooks see it, and predictions beyond the end too.</summary>
    private void Fill(long[][] codes, int codebook, int start, int fill, Sampler? sampler, CancellationToken cancellationToken)
    {
        int length = _rules.MaxFineInputLength, vocabulary = config.OutputVocabSize;
        long[] window = [.. codes.SelectMany(row => row.AsSpan(start, length).ToArray())];
        float[] share = [.. Enumerable.Range(0, codes.Length).Select(index => index <= codebook ? 1f : 0f)];
        using TensorValue codeValues = TensorValue.From(window, 1, codes.Length, length), shareValues = TensorValue.From(share);
        using TensorValue head = TensorValue.Scalar((long)(codebook - 1));
        using SessionOutputs outputs = session.Run([("codes", codeValues), ("codebook_share", shareValues), ("head", head)], cancellationToken);
        Span<float> logits = outputs["logits"].Floats;
        for (int frame = fill; frame < length; frame++)
        {
            Span<float> row = logits.Slice(frame * vocabulary, generation.CodebookSize);
            codes[codebook][start + frame] = sampler?.Choose(row) ?? TensorPrimitives.IndexOfMax<float>(row);
        }
    }
}
