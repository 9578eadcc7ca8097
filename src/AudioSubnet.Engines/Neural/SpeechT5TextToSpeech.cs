using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Text;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.HifiGan;
using AudioSubnet.Models.SpeechT5;

namespace AudioSubnet.Engines.Neural;

/// <summary>English speech by SpeechT5 ("microsoft/speecht5_tts") and its HiFi-GAN vocoder, in the voice of an x-vector; fine-tuned checkpoints by folder.</summary>
internal sealed class SpeechT5TextToSpeech : NeuralTextToSpeech<SpeechT5Voice>
{
    /// <summary>The vocoder on the hub.</summary>
    private const string VocoderModel = "microsoft/speecht5_hifigan";

    /// <summary>Longest piece that is spoken at a time, in tokens (letters): a dozen seconds, as in the speech that it learnt from.</summary>
    private const int MaxTokens = 200;

    /// <summary>Folders beside or in the model's own that are taken for its vocoder.</summary>
    private static readonly string[] VocoderFolders = ["hifigan", "../hifigan", "../speecht5_hifigan", "../speecht5-hifigan"];

    private readonly string _vocoder;

    /// <exception cref="ModelUnavailableException">The vocoder is not on this machine.</exception>
    public SpeechT5TextToSpeech(NeuralModel model, EngineOptions options)
        : base(model, options) =>
        _vocoder = VocoderFolders.Select(folder => Path.GetFullPath(Path.Combine(model.Folder, folder))).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "config.json")))
            ?? model.FindOther(VocoderModel)?.Folder
            ?? throw new ModelUnavailableException(model.Name, VocoderModel);

    protected override SpeechT5Voice Open()
    {
        SessionSettings settings = SessionSettings.Default with { Device = Options.Device };
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.FromFolder(Source.Folder);
        HifiGanVocoder vocoder = HifiGanVocoder.Open(_vocoder, settings);
        try
        {
            SpeechT5Model model = SpeechT5Model.Open(Source.Folder, Options.Precision ?? Precision.Int8, settings);
            var voices = new SpeechT5Voices(Name, model.Config.SpeakerEmbeddingDim, () => Source.FindOther(SpeechT5Voices.ArcticSet)?.Folder);
            return new SpeechT5Voice(tokenizer, model, vocoder, voices);
        }
        catch
        {
            vocoder.Dispose();
            throw;
        }
    }

    protected override int SampleRate(SpeechT5Voice voice) => voice.Vocoder.Config.SamplingRate;

    protected override IEnumerable<string> Split(SpeechT5Voice voice, string text) =>
        SentenceSplitter.Split(SpokenEnglish.Normalize(text), Math.Min(MaxTokens, voice.Model.Config.MaxTextPositions), piece => voice.Tokenizer.Encode(piece).Length);

    protected override Func<string, int, IEnumerable<float[]>> Prepare(SpeechT5Voice voice, SpeechRequest request, CancellationToken cancellationToken)
    {
        if (request.SpeakingRate != 1)
            throw new EngineException($"{Name} speaks at its own rate, which cannot be set; leave the speaking rate at 1.");
        float[] speaker = voice.Voices.Find(request.Speaker);
        return (sentence, seed) =>
        {
            if (!sentence.Any(char.IsLetterOrDigit))
                return [];
            float[] spectrogram = voice.Model.Generate(voice.Tokenizer.Encode(sentence), speaker, new SpeechT5Options { Seed = seed }, cancellationToken);
            return [voice.Vocoder.Run(spectrogram, 1, cancellationToken)];
        };
    }
}
