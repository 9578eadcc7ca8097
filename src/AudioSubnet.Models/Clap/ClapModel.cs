using System.Numerics.Tensors;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.Clap;

/// <summary>
/// CLAP (Wu et al. 2023; <c>laion/clap-htsat-unfused</c>, <c>laion/larger_clap_music</c>): texts and sounds to points of one space, near to each other where the text describes the
/// sound. Thread-safe. Each tower is only loaded when something is embedded.
/// </summary>
public sealed class ClapModel : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly Lazy<ModelSession> _text, _audio;
    private readonly RobertaTokenizer _tokenizer;
    private readonly ClapFeatureConfig _extractor;
    private readonly ClapFeatures _features;

    private ClapModel(string folder, ICheckpoint checkpoint, ClapConfig config, ClapFeatureConfig extractor, Precision precision, SessionSettings? settings)
    {
        (_checkpoint, Config, _extractor) = (checkpoint, config, extractor);
        _features = new ClapFeatures(extractor);
        _tokenizer = RobertaTokenizer.FromFolder(folder);
        AudioLogitScale = Scale("logit_scale_a");
        TextLogitScale = Scale("logit_scale_t");
        WeightOptions weights = (settings ?? SessionSettings.Default).Weights(precision);
        _audio = new(() => ModelSession.Create(ClapAudioTower.Build(checkpoint, config, weights), settings));
        // Texts are of many lengths: memory that is kept for the longest would never be used again.
        _text = new(() => ModelSession.Create(ClapTextTower.Build(checkpoint, config, weights), (settings ?? SessionSettings.Default) with { KeepMemory = false }));
    }

    /// <summary>The model's configuration.</summary>
    public ClapConfig Config { get; }

    /// <summary>Sample rate of what the model hears, in Hz.</summary>
    public int SampleRate => _extractor.SamplingRate;

    /// <summary>What the model hears at once, in seconds.</summary>
    public double WindowSeconds => _extractor.MaxLengthS;

    /// <summary>Factor from cosines to logits when texts are ranked for a sound: e^logit_scale_a.</summary>
    public float AudioLogitScale { get; }

    /// <summary>Factor from cosines to logits when sounds are ranked for a text: e^logit_scale_t.</summary>
    public float TextLogitScale { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json, preprocessor_config.json, the weights, vocab.json and merges.txt.</param>
    /// <param name="precision">Precision of the matrix products.</param>
    /// <param name="settings">How the model runs; null for the defaults.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or of another model.</exception>
    public static ClapModel Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = ModelConfig.Read<ClapConfig>(folder);
        config.Validate(folder);
        var extractor = ModelConfig.ReadOptional<ClapFeatureConfig>(folder, "preprocessor_config.json");
        extractor.Validate(folder, config.AudioConfig);
        return Checkpoint.Open(folder, checkpoint => new ClapModel(folder, checkpoint, config, extractor, precision, settings));
    }

    /// <summary>The cosine of the angle between two embeddings: -1 to 1.</summary>
    public static double Similarity(ReadOnlySpan<float> first, ReadOnlySpan<float> second) => TensorPrimitives.CosineSimilarity(first, second);

    /// <summary>The embeddings of texts, each of length 1.</summary>
    /// <param name="texts">A text longer than the model reads is cut.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns>For each text <see cref="ClapConfig.ProjectionDim"/> numbers.</returns>
    /// <exception cref="CheckpointException">A weight of the text tower is missing or does not fit.</exception>
    public float[][] EmbedText(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
            return [];
        int[][] rows = [.. texts.Select(Tokens)];
        int longest = rows.Max(static row => row.Length);
        long[] ids = new long[rows.Length * longest];
        Array.Fill(ids, Config.TextConfig.PadTokenId);
        for (int row = 0; row < rows.Length; row++)
            for (int i = 0; i < rows[row].Length; i++)
                ids[row * longest + i] = rows[row][i];
        using TensorValue input = TensorValue.From(ids, rows.Length, longest);
        using SessionOutputs outputs = _text.Value.Run([("input_ids", input)], cancellationToken);
        return [.. outputs["out.text_embeds"].Floats.ToArray().Chunk((int)outputs["out.text_embeds"].Shape[1])];
    }

    /// <summary>The embedding of a sound, or of one window of a longer one, of length 1.</summary>
    /// <param name="audio">Of any rate; a sound shorter than <see cref="WindowSeconds"/> is repeated, as the reference does.</param>
    /// <param name="cropOffset">Where the window begins in a longer sound, in samples at <see cref="SampleRate"/>; the reference draws it at random.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns><see cref="ClapConfig.ProjectionDim"/> numbers.</returns>
    /// <exception cref="CheckpointException">A weight of the audio tower is missing or does not fit.</exception>
    /// <exception cref="ArgumentException">The sound is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window does not lie within the sound.</exception>
    public float[] EmbedAudio(AudioBuffer audio, int cropOffset = 0, CancellationToken cancellationToken = default)
    {
        float[] samples = Prepare(audio);
        ArgumentOutOfRangeException.ThrowIfNegative(cropOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cropOffset, Math.Max(0, samples.Length - _extractor.WindowSamples));
        return Embed(samples, cropOffset, cancellationToken);
    }

    /// <summary>The embeddings of windows that cover a sound, from its start to its end; one for a sound that fits into a window.</summary>
    /// <param name="audio">Of any rate.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns>Each of length 1, in the order of time.</returns>
    /// <exception cref="CheckpointException">A weight of the audio tower is missing or does not fit.</exception>
    /// <exception cref="ArgumentException">The sound is empty.</exception>
    public IReadOnlyList<float[]> EmbedWindows(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        float[] samples = Prepare(audio);
        return [.. _features.Offsets(samples.Length).Select(offset => Embed(samples, offset, cancellationToken))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ModelSession> tower in new[] { _text, _audio })
            if (tower.IsValueCreated)
                tower.Value.Dispose();
        _checkpoint.Dispose();
    }

    private float[] Prepare(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        float[] samples = Waveform.Prepare(audio, _extractor.SamplingRate);
        return samples.Length > 0 ? samples : throw new ArgumentException("The sound is empty.", nameof(audio));
    }

    private float[] Embed(float[] samples, int offset, CancellationToken cancellationToken)
    {
        FrameMatrix features = _features.Extract(samples, offset);
        using TensorValue input = TensorValue.From(features.Data.ToArray(), 1, 1, features.Frames, features.Values);
        using SessionOutputs outputs = _audio.Value.Run([("input_features", input)], cancellationToken);
        return outputs["out.audio_embeds"].Floats.ToArray();
    }

    /// <summary>A text's tokens; of a text that is too long the first and the closing one.</summary>
    private int[] Tokens(string text)
    {
        int[] ids = _tokenizer.Encode(text);
        int max = Config.TextConfig.MaxTokens;
        return ids.Length <= max ? ids : [.. ids[..(max - 1)], ids[^1]];
    }

    private float Scale(string name) =>
        _checkpoint.Tensors.TryGetValue(name, out CheckpointTensor? stored) && stored.ToFloats() is [var logarithm]
            ? MathF.Exp(logarithm)
            : throw new CheckpointException($"'{name}' is not a number in {_checkpoint.Source}. The checkpoint may belong to another kind of model.");
}
