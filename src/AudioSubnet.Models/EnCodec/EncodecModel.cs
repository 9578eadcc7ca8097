using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.EnCodec;

/// <summary>
/// The neural audio codec EnCodec (<c>facebook/encodec_24khz</c>, <c>facebook/encodec_32khz</c>), also as part of Bark and MusicGen. Thread-safe. The encoder is
/// only loaded when something is encoded.
/// </summary>
public sealed class EncodecModel : IDisposable
{
    // The second part of the decoder is computed for this many frames at a time, with this many more at each end that it can see: less than two are needed.
    private const int PieceFrames = 250, ContextFrames = 8;

    private readonly ICheckpoint? _owned;
    private readonly ModelSession _front;
    private readonly ModelSession _back;
    private readonly Lazy<ModelSession> _encoder;

    private EncodecModel(EncodecConfig config, ICheckpoint checkpoint, string prefix, SessionSettings? settings, bool owned)
    {
        Config = config;
        config.Validate(checkpoint.Source);
        SessionSettings varying = (settings ?? SessionSettings.Default) with { KeepMemory = false };
        WeightOptions weights = varying.Weights();
        _front = ModelSession.Create(EncodecDecoder.BuildFront(checkpoint, prefix, config, weights), varying);
        _back = ModelSession.Create(EncodecDecoder.BuildBack(checkpoint, prefix, config, weights), varying);
        _encoder = new(() => ModelSession.Create(EncodecEncoder.Build(checkpoint, prefix, config, weights), varying));
        _owned = owned ? checkpoint : null;
    }

    /// <summary>Its configuration.</summary>
    public EncodecConfig Config { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json and the weights.</param>
    /// <param name="settings">Where to compute; null for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static EncodecModel Open(string folder, SessionSettings? settings = null)
    {
        EncodecConfig config = ModelConfig.Read<EncodecConfig>(folder);
        return Checkpoint.Open(folder, checkpoint => new EncodecModel(config, checkpoint, "", settings, owned: true));
    }

    /// <summary>A codec inside another model's checkpoint, which must outlive it.</summary>
    /// <param name="checkpoint">The other model's.</param>
    /// <param name="prefix">Of the codec's names: "codec_model" in Bark, "audio_encoder" in MusicGen.</param>
    /// <param name="config">The codec's part of the configuration.</param>
    /// <param name="settings">Where to compute; null for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static EncodecModel PartOf(ICheckpoint checkpoint, string prefix, EncodecConfig config, SessionSettings? settings = null) =>
        new(config, checkpoint, prefix, settings, owned: false);

    /// <summary>Codes of audio.</summary>
    /// <param name="samples">Mono, at the model's rate.</param>
    /// <param name="bandwidth">In kbit/s; null for the highest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public EncodecCodes Encode(float[] samples, double? bandwidth = null, CancellationToken cancellationToken = default)
    {
        if (samples.Length == 0)
            throw new ArgumentException("There are no samples to encode.", nameof(samples));
        using TensorValue input = TensorValue.From(samples, 1, 1, samples.Length);
        using SessionOutputs outputs = _encoder.Value.Run([("input_values", input)], cancellationToken);
        TensorValue codes = outputs["audio_codes"];
        int frames = (int)codes.Shape[2], codebooks = Config.CodebooksAt(bandwidth ?? Config.TargetBandwidths[^1]);
        return new(codes.Longs[..(codebooks * frames)].ToArray(), codebooks, frames);
    }

    /// <summary>Audio of codes.</summary>
    /// <param name="codes">The first codebooks or all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>frames · hop samples at the model's rate.</returns>
    /// <exception cref="ArgumentException">There are no codes, more codebooks than the model has, or codes outside of them.</exception>
    public float[] Decode(EncodecCodes codes, CancellationToken cancellationToken = default)
    {
        if (codes.Frames == 0 || codes.Codebooks is < 1 || codes.Codebooks > Config.CodebookCount)
            throw new ArgumentException($"{codes.Codebooks} codebooks of {codes.Frames} frames cannot be decoded; the model has {Config.CodebookCount}.", nameof(codes));
        if (codes.Values.AsSpan().ContainsAnyExceptInRange(0, Config.CodebookSize - 1))
            throw new ArgumentException($"A code lies outside of 0 to {Config.CodebookSize - 1}.", nameof(codes));
        using TensorValue input = TensorValue.From(codes.Values, 1, codes.Codebooks, codes.Frames);
        using SessionOutputs outputs = _front.Run([("audio_codes", input)], cancellationToken);
        TensorValue features = outputs["features"];
        float[] samples = new float[codes.Frames * Config.HopLength];
        for (int start = 0; start < codes.Frames; start += PieceFrames)
            DecodePiece(features, start, Math.Min(PieceFrames, codes.Frames - start), samples, cancellationToken);
        return samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _front.Dispose();
        _back.Dispose();
        if (_encoder.IsValueCreated)
            _encoder.Value.Dispose();
        _owned?.Dispose();
    }

    /// <summary>Samples of some frames, from these and their neighbours.</summary>
    private void DecodePiece(TensorValue features, int start, int count, float[] samples, CancellationToken cancellationToken)
    {
        int channels = (int)features.Shape[1], frames = (int)features.Shape[2], hop = Config.HopLength;
        int first = Math.Max(0, start - ContextFrames), length = Math.Min(frames, start + count + ContextFrames) - first;
        float[] piece = new float[channels * length];
        for (int channel = 0; channel < channels; channel++)
            features.Floats.Slice(channel * frames + first, length).CopyTo(piece.AsSpan(channel * length));
        using TensorValue input = TensorValue.From(piece, 1, channels, length);
        using SessionOutputs outputs = _back.Run([("features", input)], cancellationToken);
        outputs["audio_values"].Floats.Slice((start - first) * hop, count * hop).CopyTo(samples.AsSpan(start * hop));
    }
}
