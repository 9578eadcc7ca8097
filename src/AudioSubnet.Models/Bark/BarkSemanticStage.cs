using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;

namespace AudioSubnet.Models.Bark;

/// <summary>Text to semantic tokens.</summary>
internal sealed class BarkSemanticStage(ModelSession session, BarkStageConfig config, BarkSemanticRules rules)
{
    /// <summary>Sees the raw logits of each step; null if nobody looks.</summary>
    public Action<int, TensorValue>? Observer { get; init; }

    /// <summary>Generates.</summary>
    /// <param name="text">Tokens of the text, without offset; what does not fit is left out.</param>
    /// <param name="options">How.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="random">Where draws come from.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    /// <returns>The tokens; the end token comes last unless the limit was reached.</returns>
    public long[] Run(IReadOnlyList<long> text, BarkOptions options, SamplingOptions sampling, Random random, CancellationToken cancellationToken)
    {
        int length = rules.MaxInputSemanticLength + 1, vocabulary = config.OutputVocabSize, end = rules.SemanticPadToken;
        int most = Math.Min(options.MaxSemanticTokens ?? rules.MaxNewTokens, config.BlockSize - length + 1);
        Sampler sampler = new(vocabulary, sampling, random);
        List<long> tokens = new(most);
        using DecoderState state = new(session, batch: 1, length + most);
        using (TensorValue ids = TensorValue.From(Text(text), 1, length))
        using (TensorValue history = TensorValue.From(History(options.Voice), 1, length))
        using (TensorValue share = TensorValue.From(Share(length), 1, length))
        using (SessionOutputs first = state.Prefill([("ids", ids), ("merged_ids", history), ("merged_share", share)], length, cancellationToken))
            Choose(first["logits"]);

        using DecoderStep step = state.CreateStep();
        TensorValue token = step.Input("ids", TensorType.Int64, 1, 1), logits = step.Output("logits", TensorType.Float32, 1, vocabulary);
        step.Input("merged_ids", TensorType.Int64, 1, 1);
        step.Input("merged_share", TensorType.Float32, 1, 1);
        while (tokens.Count < most && tokens[^1] != end)
        {
            token.Longs[0] = tokens[^1];
            step.Run(cancellationToken);
            Choose(logits);
        }

        return [.. tokens];

        void Choose(TensorValue scores)
        {
            Observer?.Invoke(tokens.Count, scores);
            Span<float> row = scores.Floats;
            if (tokens.Count < options.MinSemanticTokens)
                LogitsProcessors.Suppress(row, end, end + 1);
            LogitsProcessors.Suppress(row, rules.SemanticVocabSize, Math.Max(end, rules.SemanticVocabSize));
            LogitsProcessors.Suppress(row, end + 1, vocabulary);
            if (options.MinEosP is { } threshold)
                LogitsProcessors.PrioritizeEnd(row, end, threshold);
            tokens.Add(sampler.Choose(row));
        }
    }

    private long[] Text(IReadOnlyList<long> text)
    {
        long[] ids = new long[rules.MaxInputSemanticLength + 1];
        Array.Fill(ids, rules.TextPadToken);
        for (int i = 0; i < Math.Min(text.Count, rules.MaxInputSemanticLength); i++)
            ids[i] = text[i] + rules.TextEncodingOffset;
        ids[^1] = rules.SemanticInferToken;
        return ids;
    }

    private long[] History(BarkVoice? voice)
    {
        long[] ids = new long[rules.MaxInputSemanticLength + 1];
        Array.Fill(ids, rules.SemanticPadToken);
        if (voice is not null)
        {
            long[] last = [.. voice.Semantic.TakeLast(rules.MaxInputSemanticLength)];
            last.CopyTo(ids, 0);
        }

        return ids;
    }

    /// <summary>The history is added to all positions but the last.</summary>
    private static float[] Share(int length)
    {
        float[] share = new float[length];
        Array.Fill(share, 1, 0, length - 1);
        return share;
    }
}
