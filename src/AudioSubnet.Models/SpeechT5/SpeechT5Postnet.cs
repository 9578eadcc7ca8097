using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>SpeechT5's postnet: convolutions over the whole spectrogram that refine what the decoder made step by step.</summary>
internal static class SpeechT5Postnet
{
    /// <summary>"frames" [B, T, mels] to "spectrogram" [B, T, mels].</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, SpeechT5Config config, WeightOptions weights)
    {
        using GraphBuilder graph = new("speecht5_postnet");
        Scope s = graph.Scope(checkpoint, weights with { Precision = Precision.Float32 })["speech_decoder_postnet"]["layers"];
        Tensor frames = graph.Input("frames", TensorType.Float32, "batch", "frames", config.NumMelBins);
        Tensor x = frames.Transpose(1, 2);
        for (int i = 0; i < config.SpeechDecoderPostnetLayers; i++)
        {
            x = s[i].BatchNorm("batch_norm", s[i].Conv1d("conv", x, padding: config.SpeechDecoderPostnetKernel / 2));
            if (i < config.SpeechDecoderPostnetLayers - 1)
                x = x.Tanh();
        }

        graph.Output("spectrogram", frames + x.Transpose(1, 2));
        return graph.Build();
    }
}
