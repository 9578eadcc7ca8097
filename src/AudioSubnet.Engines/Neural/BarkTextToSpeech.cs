using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Expressive speech by Bark ("suno/bark", "suno/bark-small") in many languages, at 24 kHz; fine-tuned checkpoints by folder. A long text is spoken in pieces of whole sentences in a
/// steady voice: the preset's, or else the one that Bark chose for the first piece.
/// </summary>
internal sealed class BarkTextToSpeech(NeuralModel model, EngineOptions options) : NeuralTextToSpeech<BarkModel>(model, options)
{
    protected override BarkModel Open() => BarkModel.Open(Source.Folder, Options.Precision ?? Precision.Int8, SessionSettings.Default with { Device = Options.Device });

    protected override int SampleRate(BarkModel bark) => bark.SampleRate;

    protected override IEnumerable<string> Split(BarkModel bark, string text) => BarkSpeaker.Split(text);

    protected override Func<string, int, IEnumerable<float[]>> Prepare(BarkModel bark, SpeechRequest request, CancellationToken cancellationToken)
    {
        if (request.SpeakingRate != 1)
            throw new EngineException($"{Name} speaks at its own rate, which cannot be set; leave the speaking rate at 1.");
        var speaker = new BarkSpeaker(Name, bark, BarkVoices.Find(Name, [Source.Folder, Source.FindOther(BarkVoices.PresetsModel)?.Folder], request.Speaker));
        return (piece, seed) => speaker.Speak(piece, seed, cancellationToken) is { Length: > 0 } samples ? [samples] : [];
    }
}
