using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.Vits;

/// <summary>What the text says about the sound: a mean and a variance for each token and channel, and how many frames each token lasts.</summary>
internal sealed class VitsPrior : IDisposable
{
    private readonly VitsConfig _config;
    private readonly SessionOutputs _outputs;

    private VitsPrior(VitsConfig config, SessionOutputs outputs, float[] mask, int batch, float speakingRate)
    {
        _config = config;
        _outputs = outputs;
        Batch = batch;

        // ceil(exp(log duration) · mask / rate), and at least one frame in all.
        ReadOnlySpan<float> logDurations = outputs["log_duration"].Floats;
        float lengthScale = 1 / speakingRate;
        Durations = new float[mask.Length];
        for (int i = 0; i < mask.Length; i++)
            Durations[i] = MathF.Ceiling(MathF.Exp(logDurations[i]) * mask[i] * lengthScale);
        int tokens = mask.Length / batch;
        Lengths = [.. Durations.Chunk(tokens).Select(static row => (int)Math.Clamp(row.Sum(static value => (double)value), 1, int.MaxValue / 2))];
        Frames = Lengths.Max();
    }

    /// <summary>Number of texts.</summary>
    public int Batch { get; }

    /// <summary>Frames of each token, [B, T].</summary>
    public float[] Durations { get; }

    /// <summary>Frames of each text.</summary>
    public int[] Lengths { get; }

    /// <summary>Frames of the longest text.</summary>
    public int Frames { get; }

    /// <summary>Reads texts.</summary>
    /// <param name="text">The graph of <see cref="VitsGraphs.Text"/>.</param>
    /// <param name="config">The model.</param>
    /// <param name="ids">[B, T].</param>
    /// <param name="mask">1 for tokens, 0 for padding, [B, T].</param>
    /// <param name="batch">Number of texts.</param>
    /// <param name="noise">Standard normal numbers, [B, 2, T]; not used where durations are computed.</param>
    /// <param name="noiseScale">Variation of the durations.</param>
    /// <param name="speakingRate">Speed.</param>
    /// <param name="speaker">The speaker.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static VitsPrior Of(
        ModelSession text, VitsConfig config, long[] ids, float[] mask, int batch, float[] noise, float noiseScale, float speakingRate,
        SpeakerInputs speaker, CancellationToken cancellationToken)
    {
        int tokens = ids.Length / batch;
        using TensorValue idValue = TensorValue.From(ids, batch, tokens), maskValue = TensorValue.From(mask, batch, tokens);
        using TensorValue noiseValue = TensorValue.From(Array.ConvertAll(noise, value => value * noiseScale), batch, 2, tokens);
        (string, TensorValue)[] inputs = [("input_ids", idValue), ("attention_mask", maskValue), .. speaker.Values];
        if (config.UseStochasticDurationPrediction)
            inputs = [.. inputs, ("noise", noiseValue)];
        SessionOutputs outputs = text.Run(inputs, cancellationToken);
        return new(config, outputs, mask, batch, speakingRate);
    }

    /// <summary>1 for frames of a text, 0 behind its end: [B, 1, frames].</summary>
    public float[] FrameMask()
    {
        float[] mask = new float[Batch * Frames];
        for (int row = 0; row < Batch; row++)
            mask.AsSpan(row * Frames, Lengths[row]).Fill(1);
        return mask;
    }

    /// <summary>Draws the latents that the flow starts from: each frame from the distribution of its token.</summary>
    /// <param name="noise">Standard normal numbers, [B, F, frames].</param>
    /// <param name="noiseScale">Variation of the sound.</param>
    /// <returns>[B, F, frames].</returns>
    public float[] Draw(float[] noise, float noiseScale)
    {
        ReadOnlySpan<float> means = _outputs["prior_means"].Floats, logVariances = _outputs["prior_log_variances"].Floats;
        int width = _config.FlowSize, tokens = Durations.Length / Batch;
        float[] draws = new float[noise.Length];
        for (int row = 0; row < Batch; row++)
        {
            int frame = 0;
            for (int token = 0; token < tokens; token++)
            {
                int length = (int)Durations[row * tokens + token], from = (row * tokens + token) * width;
                for (int channel = 0; channel < width && length > 0; channel++)

                    // The reference calls it a log-variance and uses it as the logarithm of the deviation.
                    Draw(row, channel, frame, length, means[from + channel], MathF.Exp(logVariances[from + channel]));
                frame += length;
            }

            // Frames of no token have mean 0 and deviation 1: what a batch's shorter texts end with.
            for (int channel = 0; channel < width; channel++)
                Draw(row, channel, frame, Frames - frame, 0, 1);
        }

        return draws;

        void Draw(int row, int channel, int frame, int length, float mean, float deviation)
        {
            int start = (row * width + channel) * Frames + frame;
            for (int i = start; i < start + length; i++)
                draws[i] = mean + noise[i] * deviation * noiseScale;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _outputs.Dispose();
}
