using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.HifiGan;
using AudioSubnet.Models.SpeechT5;

namespace AudioSubnet.Engines.Neural;

/// <summary>What SpeechT5 speaks with: text to spectrogram, spectrogram to waveform.</summary>
internal sealed record SpeechT5Voice(SentencePieceTokenizer Tokenizer, SpeechT5Model Model, HifiGanVocoder Vocoder, SpeechT5Voices Voices) : IDisposable
{
    public void Dispose()
    {
        Model.Dispose();
        Vocoder.Dispose();
    }
}
