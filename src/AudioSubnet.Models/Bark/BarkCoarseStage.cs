using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;

namespace AudioSubnet.Models.Bark;

/// <summary>
/// Semantic tokens to the first two codebooks, in windows. As long as the next window begins as the last one did, which is so for the first seconds, what the decoder remembers of it
/// is kept; later the semantic tokens move on, and a window starts afresh.
/// </summary>
internal sealed class BarkCoarseStage(ModelSession session, BarkStageConfig config, BarkGenerationConfig generation)
{
    private readonly BarkCoarseRules _rules = generation.CoarseAcousticsConfig;

    /// <summary>Sees the raw logits of each step; null if nobody looks.</summary>
    public Action<int, TensorValue>? Observer { get; init; }

    /// <summary>Number of tokens that belong to semantic tokens.</summary>
    public int Length(long[] semantic)
    {
        int spoken = semantic.Count(token => token != generation.SemanticConfig.SemanticPadToken);
        return (int)Math.Round(Math.Floor(spoken * generation.CoarseRatio / _rules.NCoarseCodebooks) * _rules.NCoarseCodebooks);
    }

    /// <summary>Generates.</summary>
    /// <param name="semantic">Semantic tokens, the end token included.</param>
    /// <param name="length">Number of tokens to make.</param>
    /// <param name="voice">The voice to go on in; null for none.</param>
    /// <param name="sampling">How tokens are chosen.</param>
    /// <param name="random">Where draws come from.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    public long[] Run(long[] semantic, int length, BarkVoice? voice, SamplingOptions sampling, Random random, CancellationToken cancellationToken)
    {
        int maxSemanticHistory = (int)Math.Floor(_rules.MaxCoarseHistory / generation.CoarseRatio);
        (long[] semanticHistory, long[] coarseHistory) = History(voice, maxSemanticHistory);
        long[] all = [.. semanticHistory, .. semantic.Select(token => token == generation.SemanticConfig.SemanticPadToken ? _rules.CoarseSemanticPadToken : token)];
        List<long> coarse = [.. coarseHistory];
        Sampler sampler = new(config.OutputVocabSize, sampling, random);
        using DecoderState state = new(session, batch: 1, _rules.MaxCoarseInputLength + 1 + _rules.MaxCoarseHistory + _rules.SlidingWindowLen);
        using DecoderStep step = state.CreateStep();
        TensorValue token = step.Input("ids", TensorType.Int64, 1, 1), logits = step.Output("logits", TensorType.Float32, 1, config.OutputVocabSize);
        List<long> remembered = [];
        int done = 0;
        while (done < length)
        {
            int index = semanticHistory.Length + (int)Math.Round(done / generation.CoarseRatio);
            long[] window = Window(all, Math.Max(0, index - maxSemanticHistory), coarse);
            int count = Math.Min(_rules.SlidingWindowLen, length - done);
            int known = Math.Min(CollectionsMarshal.AsSpan(remembered).CommonPrefixLength(window), window.Length - 1);
            state.Rewind(known);
            using (TensorValue ids = TensorValue.From(window[known..], 1, window.Length - known))
            using (SessionOutputs first = state.Prefill([("ids", ids)], window.Length - known, cancellationToken))
                Choose(first["logits"], 0);
            remembered = [.. window];
            for (int i = 1; i < count; i++)
            {
                token.Longs[0] = coarse[^1];
                remembered.Add(coarse[^1]);
                step.Run(cancellationToken);
                Choose(logits, i);
            }

            done += count;
        }

        return [.. coarse.Skip(coarseHistory.Length)];

        void Choose(TensorValue scores, int inWindow)
        {
            Observer?.Invoke(coarse.Count - coarseHistory.Length, scores);
            LogitsProcessors.AlternateCodebooks(scores.Floats, inWindow, generation.SemanticConfig.SemanticVocabSize, generation.CodebookSize);
            coarse.Add(sampler.Choose(scores.Floats));
        }
    }

    /// <summary>Semantic tokens from a place on, padded, then the request, then the latest coarse tokens.</summary>
    private long[] Window(long[] semantic, int start, List<long> coarse)
    {
        long[] past = [.. coarse.TakeLast(_rules.MaxCoarseHistory)];
        long[] window = new long[_rules.MaxCoarseInputLength + 1 + past.Length];
        Array.Fill(window, _rules.CoarseSemanticPadToken, 0, _rules.MaxCoarseInputLength);
        int count = Math.Min(_rules.MaxCoarseInputLength, semantic.Length - start);
        semantic.AsSpan(start, count).CopyTo(window);
        window[_rules.MaxCoarseInputLength] = _rules.CoarseInferToken;
        past.CopyTo(window, _rules.MaxCoarseInputLength + 1);
        return window;
    }

    /// <summary>As much of the voice as both kinds of tokens have. The last frame is dropped, so that the two kinds are not cut at one place.</summary>
    private (long[] Semantic, long[] Coarse) History(BarkVoice? voice, int maxSemantic)
    {
        if (voice is null)
            return ([], []);
        int frames = voice.Coarse[0].Count;
        long[] coarse = new long[frames * _rules.NCoarseCodebooks];
        for (int i = 0; i < coarse.Length; i++)
        {
            int codebook = i % _rules.NCoarseCodebooks;
            coarse[i] = voice.Coarse[codebook][i / _rules.NCoarseCodebooks] + (long)codebook * generation.CodebookSize + generation.SemanticConfig.SemanticVocabSize;
        }

        int semanticCount = Math.Min(maxSemantic, Math.Min(voice.Semantic.Count - voice.Semantic.Count % 2, (int)Math.Floor(coarse.Length / generation.CoarseRatio)));
        int coarseCount = (int)Math.Round(semanticCount * generation.CoarseRatio);
        return ([.. voice.Semantic.TakeLast(semanticCount)], [.. coarse.TakeLast(coarseCount).SkipLast(_rules.NCoarseCodebooks)]);
    }
}
