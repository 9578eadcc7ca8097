using System.Globalization;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Text;
using AudioSubnet.Models.Vits;

namespace AudioSubnet.Engines.Neural;

/// <summary>Speech by VITS: MMS-TTS in its many languages ("facebook/mms-tts-eng"), other VITS checkpoints with or without speakers, and fine-tuned ones by folder.</summary>
internal sealed class VitsTextToSpeech(NeuralModel model, EngineOptions options) : NeuralTextToSpeech<VitsModel>(model, options)
{
    /// <summary>Longest piece that is spoken at a time, in characters: attention grows with the square of it.</summary>
    private const int MaxCharacters = 300;

    protected override VitsModel Open() => VitsModel.Open(Source.Folder, Options.Precision ?? Precision.Float32, SessionSettings.Default with { Device = Options.Device });

    protected override int SampleRate(VitsModel model) => model.Config.SamplingRate;

    protected override IEnumerable<string> Split(VitsModel model, string text) =>
        SentenceSplitter.Split(IsEnglish(model) ? SpokenEnglish.Normalize(text) : text, MaxCharacters);

    protected override Func<string, int, IEnumerable<float[]>> Prepare(VitsModel model, SpeechRequest request, CancellationToken cancellationToken)
    {
        var how = new VitsOptions
        {
            // The request's rate is relative to the voice's own.
            SpeakingRate = (float)(model.Config.SpeakingRate * request.SpeakingRate),
            SpeakerId = SpeakerOf(model, request.Speaker),
        };
        return (sentence, seed) => model.Stream(sentence, how with { Seed = seed }, cancellationToken: cancellationToken);
    }

    /// <exception cref="EngineException">There is no such speaker.</exception>
    private int? SpeakerOf(VitsModel model, string? speaker)
    {
        int count = model.Config.HasSpeakers ? model.Config.NumSpeakers : 0;
        if (speaker is null)
            return count > 0 ? 0 : null;
        if (count == 0)
            throw new EngineException($"{Name} has one voice and no speaker '{speaker}'.");
        return int.TryParse(speaker, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < count
            ? number
            : throw new EngineException($"{Name} has no speaker '{speaker}'; it has the speakers 0 to {count - 1}.");
    }

    private static bool IsEnglish(VitsModel model) => model.Tokenizer.Language is null or "eng" or "en";
}
