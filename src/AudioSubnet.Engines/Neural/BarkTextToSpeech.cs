using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Text;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Expressive speech by Bark ("suno/bark", "suno/bark-small") in many languages, at 24 kHz; fine-tuned checkpoints by folder. A long text is spoken sentence by sentence in a steady
/// voice: the preset's, or else the one that Bark chose for the first sentence.
/// </summary>
internal sealed class BarkTextToSpeech(NeuralModel model, EngineOptions options) : NeuralTextToSpeech<BarkModel>(model, options)
{
    /// <summary>Longest piece that is spoken at a time, in characters: about as much as a generation of 14 s holds.</summary>
    internal const int MaxCharacters = 180;

    protected override BarkModel Open() => BarkModel.Open(Source.Folder, Options.Precision ?? Precision.Int8, SessionSettings.Default with { Device = Options.Device });

    protected override int SampleRate(BarkModel bark) => bark.SampleRate;

    // Bark reads numbers, names its own sounds ("[laughter]") and knows languages: its text is left as it is.
    protected override IEnumerable<string> Split(BarkModel bark, string text) => SentenceSplitter.Split(text, MaxCharacters);

    protected override Func<string, int, IEnumerable<float[]>> Prepare(BarkModel bark, SpeechRequest request, CancellationToken cancellationToken)
    {
        if (request.SpeakingRate != 1)
            throw new EngineException($"{Name} speaks at its own rate, which cannot be set; leave the speaking rate at 1.");
        BarkVoice? voice = BarkVoices.Find(Name, Source.Folder, request.Speaker);
        return (sentence, seed) =>
        {
            if (!sentence.Any(char.IsLetterOrDigit) || bark.CountTokens(sentence) == 0)
                return [];
            var (audio, said) = bark.Speak(sentence, new BarkOptions { Voice = voice, Seed = seed }, cancellationToken);
            voice ??= said;
            return [audio.Mono.ToArray()];
        };
    }
}
