using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>One generation of SpeechT5 for several texts of one padded length. Not thread-safe.</summary>
/// <param name="model">The model, which may serve others at the same time.</param>
/// <param name="ids">Tokens [batch, tokens], row-major.</param>
/// <param name="mask">[batch, tokens]: 0 for padding.</param>
/// <param name="speakers">X-vectors [batch, width].</param>
/// <param name="batch">Number of texts.</param>
internal sealed class SpeechT5Generation(SpeechT5Model model, long[] ids, long[] mask, float[] speakers, int batch) : IDisposable
{
    private readonly SpeechT5Config _config = model.Config;
    private readonly List<TensorValue> _values = [];

    /// <summary>Sees the intermediates of the encoder, once, and of each step, if the model was opened with taps; null otherwise.</summary>
    public Action<string, TensorValue>? Observer { get; init; }

    /// <summary>Runs to the end of every text.</summary>
    /// <returns>For each text its spectrogram [frames, mels].</returns>
    public float[][] Run(SpeechT5Options options, PrenetGain gain, CancellationToken cancellationToken)
    {
        int tokens = ids.Length / batch, mels = _config.NumMelBins, width = _config.ReductionFactor * mels;
        int fewest = (int)(tokens * options.MinLengthRatio / _config.ReductionFactor);
        int most = Math.Clamp((int)(tokens * options.MaxLengthRatio / _config.ReductionFactor), 1, _config.MaxSpeechPositions);

        using SessionOutputs text = model.Encoder.Run(
            [("input_ids", Keep(TensorValue.From(ids, batch, tokens))), ("attention_mask", Keep(TensorValue.From(mask, batch, tokens)))], cancellationToken);
        Observe(text, "mid.encoder.");
        using DecoderState state = new(model.Decoder, batch, most);
        using DecoderStep step = Prepare(state, text, tokens);
        TensorValue frame = step.Input("frame", TensorType.Float32, batch, 1, mels);
        TensorValue prenet = step.Input("prenet_gain", TensorType.Float32, _config.SpeechDecoderPrenetLayers, _config.SpeechDecoderPrenetUnits);
        TensorValue frames = step.Output("frames", TensorType.Float32, batch, 1, width);
        TensorValue stop = step.Output("stop", TensorType.Float32, batch, 1, _config.ReductionFactor);
        List<(string Name, TensorValue Value)> taps = Taps(step);

        float[] made = new float[batch * most * width];
        float[]?[] results = new float[batch][];
        for (int done = 1, running = batch; running > 0; done++)
        {
            gain(done - 1, prenet.Floats);
            step.Run(cancellationToken);
            foreach ((string name, TensorValue value) in taps)
                Observer!(name, value);
            Observer?.Invoke("mid.feat_out", frames);
            Observer?.Invoke("mid.stop_prob", stop);
            for (int row = 0; row < batch; row++)
            {
                ReadOnlySpan<float> next = frames.Floats.Slice(row * width, width);
                next.CopyTo(made.AsSpan((row * most + done - 1) * width));
                next[^mels..].CopyTo(frame.Floats.Slice(row * mels, mels)); // the last of them is the next step's input
                if (results[row] is not null || done < fewest || (done < most && !Ends(stop, row, options.Threshold)))
                    continue;
                results[row] = Refine(made.AsSpan(row * most * width, done * width).ToArray(), cancellationToken);
                running--;
            }
        }

        return results!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TensorValue value in _values)
            value.Dispose();
    }

    private bool Ends(TensorValue stop, int row, float threshold)
    {
        float sum = 0;
        foreach (float probability in stop.Floats.Slice(row * _config.ReductionFactor, _config.ReductionFactor))
            sum += probability;
        return sum >= threshold;
    }

    private float[] Refine(float[] frames, CancellationToken cancellationToken)
    {
        using TensorValue input = TensorValue.From(frames, 1, frames.Length / _config.NumMelBins, _config.NumMelBins);
        using SessionOutputs outputs = model.Postnet.Run([("frames", input)], cancellationToken);
        return outputs["spectrogram"].Floats.ToArray();
    }

    private DecoderStep Prepare(DecoderState state, SessionOutputs text, int tokens)
    {
        for (int i = 0; i < _config.DecoderLayers; i++)
        {
            state.Bind(SpeechT5Encoder.CrossKey(i), text[SpeechT5Encoder.CrossKey(i)]);
            state.Bind(SpeechT5Encoder.CrossValue(i), text[SpeechT5Encoder.CrossValue(i)]);
        }

        state.Bind("padding", Keep(TensorValue.From([.. mask.Select(static value => value != 0 ? 0 : Tensor.MaskedScore)], batch, 1, 1, tokens)));
        state.Bind("speaker", Keep(TensorValue.From(speakers, batch, _config.SpeakerEmbeddingDim)));
        return state.CreateStep();
    }

    private List<(string Name, TensorValue Value)> Taps(DecoderStep step)
    {
        List<(string, TensorValue)> taps = [];
        if (Observer is not null)
            foreach (string name in model.Decoder.OutputNames.Where(static name => name.StartsWith("mid.", StringComparison.Ordinal)))
                taps.Add((name, step.Output(name, TensorType.Float32, batch, 1, _config.HiddenSize)));
        return taps;
    }

    private void Observe(SessionOutputs outputs, string prefix)
    {
        if (Observer is not null)
            foreach (string name in outputs.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
                Observer(name, outputs[name]);
    }

    private TensorValue Keep(TensorValue value)
    {
        _values.Add(value);
        return value;
    }
}
