using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.SpeechT5;

/// <summary><c>config.json</c> of SpeechT5 for text-to-speech; the defaults are those of the reference class.</summary>
public sealed record SpeechT5Config
{
    /// <summary>The family: "speecht5".</summary>
    public string ModelType { get; init; } = "";

    /// <summary>Width of both transformers.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Layers of the text encoder.</summary>
    public int EncoderLayers { get; init; } = 12;

    /// <summary>Attention heads of the text encoder.</summary>
    public int EncoderAttentionHeads { get; init; } = 12;

    /// <summary>Layers of the speech decoder.</summary>
    public int DecoderLayers { get; init; } = 6;

    /// <summary>Attention heads of the speech decoder.</summary>
    public int DecoderAttentionHeads { get; init; } = 12;

    /// <summary>Activation of the feed-forward blocks.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Epsilon of the layer normalisations.</summary>
    public float LayerNormEps { get; init; } = 1e-5f;

    /// <summary>Distances beyond this many tokens count as this far.</summary>
    public int EncoderMaxRelativePosition { get; init; } = 160;

    /// <summary>Text is at most this many tokens long.</summary>
    public int MaxTextPositions { get; init; } = 450;

    /// <summary>Speech is at most this many decoder steps long.</summary>
    public int MaxSpeechPositions { get; init; } = 4000;

    /// <summary>Mel bands of a frame.</summary>
    public int NumMelBins { get; init; } = 80;

    /// <summary>Frames that a decoder step makes.</summary>
    public int ReductionFactor { get; init; } = 2;

    /// <summary>Width of the speaker's x-vector.</summary>
    public int SpeakerEmbeddingDim { get; init; } = 512;

    /// <summary>Layers of the decoder's prenet.</summary>
    public int SpeechDecoderPrenetLayers { get; init; } = 2;

    /// <summary>Width of the decoder's prenet.</summary>
    public int SpeechDecoderPrenetUnits { get; init; } = 256;

    /// <summary>Probability with which the prenet, also when it speaks, drops a value.</summary>
    public float SpeechDecoderPrenetDropout { get; init; } = 0.5f;

    /// <summary>Layers of the postnet.</summary>
    public int SpeechDecoderPostnetLayers { get; init; } = 5;

    /// <summary>Taps of the postnet's convolutions.</summary>
    public int SpeechDecoderPostnetKernel { get; init; } = 5;

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder)
    {
        Check(ModelType is "speecht5" or "", $"model_type is '{ModelType}', not 'speecht5'");
        Check(HiddenSize is > 0 and <= 8192 && HiddenSize % 2 == 0, "hidden_size must be even and at most 8192");
        Check(Divides(EncoderAttentionHeads) && Divides(DecoderAttentionHeads), "hidden_size must be a multiple of the attention heads");
        Check(EncoderLayers is >= 0 and <= 128 && DecoderLayers is > 0 and <= 128, "the number of layers is out of range");
        Check(EncoderMaxRelativePosition is > 0 and <= 65536 && MaxTextPositions is > 0 and <= 65536 && MaxSpeechPositions is > 0 and <= 65536, "a number of positions is out of range");
        Check(NumMelBins is > 0 and <= 1024 && ReductionFactor is > 0 and <= 64 && SpeakerEmbeddingDim is > 0 and <= 8192, "a width is out of range");
        Check(SpeechDecoderPrenetLayers is >= 0 and <= 16 && SpeechDecoderPrenetUnits is > 0 and <= 8192, "the prenet's sizes are out of range");
        Check(SpeechDecoderPrenetDropout is >= 0 and < 1, "speech_decoder_prenet_dropout must lie between 0 and 1");
        Check(SpeechDecoderPostnetLayers is > 0 and <= 32 && SpeechDecoderPostnetKernel % 2 == 1, "the postnet needs layers of an odd kernel");

        bool Divides(int heads) => heads > 0 && HiddenSize % heads == 0;

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{Path.Combine(folder, "config.json")}: {reason}.");
        }
    }
}
