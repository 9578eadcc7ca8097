namespace AudioSubnet.Engines.Neural;

/// <summary>A kind of model that there is an engine for. To add one, add an entry to <see cref="All"/>.</summary>
/// <param name="ModelType">The <c>model_type</c> of its config.json.</param>
/// <param name="Kind">What it makes.</param>
/// <param name="Prefix">What the names of its published checkpoints begin with.</param>
/// <param name="Create">Makes the engine; loads nothing.</param>
internal sealed record NeuralFamily(string ModelType, EngineKind Kind, string Prefix, Func<NeuralModel, EngineOptions, object> Create)
{
    /// <summary>Bark as a cloner, by the name that the network gives it: the first of <see cref="CloneModels"/> that is on this machine.</summary>
    public const string CloneName = "bark/voiceclone";

    /// <summary>What <see cref="CloneName"/> stands for.</summary>
    public static IReadOnlyList<string> CloneModels { get; } = ["suno/bark", "suno/bark-small"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NeuralFamily> All { get; } =
    [
        new("vits", EngineKind.TextToSpeech, "facebook/mms-tts-", (model, options) => new VitsTextToSpeech(model, options)),
        new("speecht5", EngineKind.TextToSpeech, "microsoft/speecht5_tts", (model, options) => new SpeechT5TextToSpeech(model, options)),
        new("bark", EngineKind.TextToSpeech, "suno/bark", (model, options) => new BarkTextToSpeech(model, options)),
        new("bark", EngineKind.VoiceCloning, CloneName, (model, options) => new BarkVoiceCloner(model, options)),
        new("musicgen", EngineKind.Music, "facebook/musicgen-", (model, options) => new MusicGenGenerator(model, options)),
    ];
}
