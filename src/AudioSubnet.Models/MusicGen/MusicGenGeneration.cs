using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;

namespace AudioSubnet.Models.MusicGen;

/// <summary>
/// Generations of MusicGen that advance together, one for each prompt; with guidance each has a second row without its prompt. Not thread-safe.
/// </summary>
internal sealed class MusicGenGeneration : IDisposable
{
    private readonly MusicGenDecoderConfig _config;
    private readonly ModelSession _decoder;
    private readonly int _prompts;
    private readonly int _batch;
    private readonly float _guidance;
    private readonly List<(string Name, TensorValue Value)> _bound = [];

    /// <summary>Reads the prompts.</summary>
    /// <param name="config">The decoder's configuration.</param>
    /// <param name="text">The text encoder.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="ids">Tokens of the prompts, [prompts, tokens].</param>
    /// <param name="mask">0 for padding, [prompts, tokens]; all zero generates without a prompt.</param>
    /// <param name="prompts">Number of prompts.</param>
    /// <param name="guidance">Scale of the guidance; 1 for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public MusicGenGeneration(
        MusicGenDecoderConfig config, ModelSession text, ModelSession decoder, long[] ids, long[] mask, int prompts, float guidance, CancellationToken cancellationToken)
    {
        _config = config;
        _decoder = decoder;
        _prompts = prompts;
        _guidance = guidance;
        _batch = guidance > 1 ? 2 * prompts : prompts;
        int tokens = ids.Length / prompts;
        using TensorValue idValues = TensorValue.From(ids, prompts, tokens), maskValues = TensorValue.From(mask, prompts, tokens);
        using SessionOutputs outputs = text.Run([("input_ids", idValues), ("attention_mask", maskValues)], cancellationToken);
        foreach (string name in outputs.Names.Where(static name => name.StartsWith("cross.", StringComparison.Ordinal)))
        {
            // Without a prompt all keys and values are zero, and nothing comes of attending to them.
            TensorValue all = TensorValue.Zeros(TensorType.Float32, [_batch, .. outputs[name].Shape.Skip(1)]);
            outputs[name].Floats.CopyTo(all.Floats);
            _bound.Add((name, all));
        }

        float[] padding = new float[_batch * tokens];
        for (int i = 0; i < mask.Length; i++)
            padding[i] = mask[i] != 0 ? 0 : Tensor.MaskedScore;
        _bound.Add(("padding", TensorValue.From(padding, _batch, 1, 1, tokens)));
    }

    /// <summary>Sees the raw scores of each step, [batch, codebooks, vocabulary], before anything is done to them; null if nobody looks.</summary>
    public Action<int, TensorValue>? Observer { get; init; }

    /// <summary>Fills patterns of equal size to their ends.</summary>
    /// <param name="patterns">One for each prompt.</param>
    /// <param name="sampling">How codes are chosen.</param>
    /// <param name="random">Where draws come from.</param>
    /// <param name="stepDone">Hears the number of steps that are done; may be null.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    public void Fill(DelayPattern[] patterns, SamplingOptions sampling, Random random, Action<int>? stepDone, CancellationToken cancellationToken)
    {
        int rows = _config.NumCodebooks, vocabulary = _config.VocabSize, columns = patterns[0].Columns, known = patterns[0].Known;
        Sampler sampler = new(vocabulary, sampling, random);
        using DecoderState state = new(_decoder, _batch, columns - 1);
        foreach ((string name, TensorValue value) in _bound)
            state.Bind(name, value);

        using (TensorValue first = Columns(patterns, 0, known))
        using (SessionOutputs outputs = state.Prefill([("codes", first)], known, cancellationToken))
            Choose(outputs["logits"], 0);

        using DecoderStep step = state.CreateStep();
        TensorValue codes = step.Input("codes", TensorType.Int64, _batch, rows, 1), logits = step.Output("logits", TensorType.Float32, _batch, rows, vocabulary);
        for (int column = known; column < columns - 1; column++)
        {
            for (int i = 0; i < _batch; i++)
                for (int row = 0; row < rows; row++)
                    codes.Longs[i * rows + row] = patterns[i % _prompts][row, column];
            step.Run(cancellationToken);
            Choose(logits, column + 1 - known);
            stepDone?.Invoke(column + 1 - known);
        }

        void Choose(TensorValue scores, int done)
        {
            Observer?.Invoke(done, scores);
            for (int i = 0; i < _prompts; i++)
                for (int row = 0; row < rows; row++)
                {
                    Span<float> guided = scores.Floats.Slice((i * rows + row) * vocabulary, vocabulary);
                    if (_batch > _prompts)
                        LogitsProcessors.Guide(guided, scores.Floats.Slice(((_prompts + i) * rows + row) * vocabulary, vocabulary), _guidance, guided);
                    patterns[i].Offer(row, known + done, sampler.Choose(guided));
                }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, TensorValue value) in _bound)
            value.Dispose();
    }

    private TensorValue Columns(DelayPattern[] patterns, int start, int count)
    {
        long[] codes = new long[_batch * _config.NumCodebooks * count];
        int next = 0;
        for (int i = 0; i < _batch; i++)
            for (int row = 0; row < _config.NumCodebooks; row++)
                for (int column = start; column < start + count; column++)
                    codes[next++] = patterns[i % _prompts][row, column];
        return TensorValue.From(codes, _batch, _config.NumCodebooks, count);
    }
}
