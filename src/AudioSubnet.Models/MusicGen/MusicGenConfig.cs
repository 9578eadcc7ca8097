using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.T5;

namespace AudioSubnet.Models.MusicGen;

/// <summary><c>config.json</c> of MusicGen: three models in one.</summary>
public sealed record MusicGenConfig
{
    /// <summary>The family: "musicgen".</summary>
    public string ModelType { get; init; } = "";

    /// <summary>T5, which reads the prompt.</summary>
    public T5Config TextEncoder { get; init; } = new();

    /// <summary>EnCodec, which makes the sound.</summary>
    public EncodecConfig AudioEncoder { get; init; } = new();

    /// <summary>The language model of codes.</summary>
    public MusicGenDecoderConfig Decoder { get; init; } = new();

    /// <summary>Checks that the parts fit each other.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder)
    {
        string source = Path.Combine(folder, "config.json");
        TextEncoder.Validate(source);
        AudioEncoder.Validate(source);
        Check(ModelType is "musicgen" or "", $"model_type is '{ModelType}', not 'musicgen'");
        Check(Decoder.AudioChannels is 1 or 2 && Decoder.NumCodebooks == AudioEncoder.CodebookCount * Decoder.AudioChannels, "decoder and codec differ in their codebooks");
        Check(Decoder.VocabSize == AudioEncoder.CodebookSize, "decoder and codec differ in the size of a codebook");
        Check(Decoder.HiddenSize is > 0 and <= 16384 && Decoder.NumAttentionHeads > 0 && Decoder.HiddenSize % Decoder.NumAttentionHeads == 0, "hidden_size must be a multiple of num_attention_heads");
        Check(Decoder.NumHiddenLayers is > 0 and <= 256 && Decoder.MaxPositionEmbeddings is > 8 and <= 65536, "a size of the decoder is out of range");

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{source}: {reason}.");
        }
    }
}
