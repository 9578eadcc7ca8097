using System.Numerics.Tensors;
using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.WavLm;

/// <summary>
/// WavLM for speaker verification (<c>microsoft/wavlm-base-plus-sv</c>): a recording to an embedding of its voice. Embeddings of one speaker point in one direction. Thread-safe.
/// </summary>
public sealed class WavLmSpeakerEncoder : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly ModelSession _session;
    private readonly FeatureExtractorConfig _extractor;

    private WavLmSpeakerEncoder(ICheckpoint checkpoint, ModelSession session, WavLmConfig config, FeatureExtractorConfig extractor) =>
        (_checkpoint, _session, Config, _extractor) = (checkpoint, session, config, extractor);

    /// <summary>The model's configuration.</summary>
    public WavLmConfig Config { get; }

    /// <summary>The shortest recording that has an embedding, in seconds.</summary>
    public double MinSeconds => (double)Config.MinEmbeddingSamples / _extractor.SamplingRate;

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">A folder with config.json, preprocessor_config.json and the weights.</param>
    /// <param name="precision">Precision of the matrix products.</param>
    /// <param name="settings">How the model runs; null for the defaults.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or of another model.</exception>
    public static WavLmSpeakerEncoder Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = ModelConfig.Read<WavLmConfig>(folder);
        config.Validate(folder);
        var extractor = ModelConfig.ReadOptional<FeatureExtractorConfig>(folder, "preprocessor_config.json");
        WeightOptions weights = (settings ?? SessionSettings.Default).Weights();
        return Checkpoint.Open(folder, checkpoint => new WavLmSpeakerEncoder(checkpoint, ModelSession.Create(WavLmGraph.Build(checkpoint, config, precision, weights), settings), config, extractor));
    }

    /// <summary>The cosine of the angle between two embeddings: -1 to 1; of one speaker near 1.</summary>
    public static double Similarity(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => TensorPrimitives.CosineSimilarity(first, second);

    /// <summary>The embedding of a recording.</summary>
    /// <param name="audio">Speech of any rate; longer than <see cref="MinSeconds"/>.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns><see cref="WavLmConfig.XvectorOutputDim"/> numbers.</returns>
    /// <exception cref="ArgumentException">The recording is too short.</exception>
    public float[] Embed(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        float[] samples = Waveform.Prepare(audio, _extractor.SamplingRate);
        if (samples.Length < Config.MinEmbeddingSamples)
            throw new ArgumentException($"The recording has {(double)samples.Length / _extractor.SamplingRate:0.00} s; a voice needs at least {MinSeconds:0.00} s.", nameof(audio));
        if (_extractor.DoNormalize)
            Waveform.Normalize(samples);
        return Run(samples, [samples.Length], cancellationToken)[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>Inputs of a run: which frames of each row are heard, and how many the head averages.</summary>
    /// <remarks>
    /// The reference's count of the head's frames leaves the dilation of its layers aside, so that shorter rows of a batch also average a few frames that heard padding; copied here.
    /// </remarks>
    internal static (float[] FrameMask, long[] PooledLengths, int Frames) Masks(WavLmConfig config, int samples, ReadOnlySpan<int> lengths)
    {
        int frames = config.Frames(samples);
        var mask = new float[lengths.Length * frames];
        var pooled = new long[lengths.Length];
        for (int row = 0; row < lengths.Length; row++)
        {
            int heard = config.Frames(lengths[row]);
            mask.AsSpan(row * frames, Math.Min(heard, frames)).Fill(1);
            pooled[row] = Math.Min(heard - config.TdnnKernel.Sum(static kernel => kernel - 1), frames - config.TdnnMargin);
        }
        return (mask, pooled, frames);
    }

    private float[][] Run(float[] samples, ReadOnlySpan<int> lengths, CancellationToken cancellationToken)
    {
        int batch = lengths.Length, longest = samples.Length / batch;
        (float[] frameMask, long[] pooledLengths, int frames) = Masks(Config, longest, lengths);
        using TensorValue input = TensorValue.From(samples, batch, longest), mask = TensorValue.From(frameMask, batch, frames), pooled = TensorValue.From(pooledLengths, batch);
        using SessionOutputs outputs = _session.Run([("input_values", input), ("frame_mask", mask), ("pooled_lengths", pooled)], cancellationToken);
        TensorValue embeddings = outputs["out.embeddings"];
        int width = (int)embeddings.Shape[1];
        return [.. embeddings.Floats.ToArray().Chunk(width)];
    }
}
