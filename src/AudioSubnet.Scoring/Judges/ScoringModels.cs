using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Clap;
using AudioSubnet.Models.DnsMos;
using AudioSubnet.Models.Nisqa;
using AudioSubnet.Models.SileroVad;
using AudioSubnet.Models.WavLm;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Judges;

/// <summary>
/// The one place where judges are chosen: the neural ones whose weights are on this machine. The product carries none of them: where they are not, stand-ins measure the signal.
/// Disposing frees the models.
/// </summary>
public sealed class ScoringModels : IDisposable
{
    private const string Recogniser = "facebook/wav2vec2-base-960h", Voices = "microsoft/wavlm-base-plus-sv";

    private readonly List<JudgeInfo> _judges = [];

    private ScoringModels()
    {
    }

    /// <summary>Recogniser of words; null if it is not in use.</summary>
    public ISpeechRecognizer? Recognizer { get; private set; }

    /// <summary>Predictor of naturalness; null if it is not in use.</summary>
    public INaturalnessPredictor? Naturalness { get; private set; }

    /// <summary>Predictor of clarity; null if it is not in use.</summary>
    public IClarityPredictor? Clarity { get; private set; }

    /// <summary>Encoder of the voices of clones and references; null if it is not in use.</summary>
    public ISpeakerEncoder? Speakers { get; private set; }

    /// <summary>Detector of speech in music; null if it is not in use.</summary>
    public ISpeechDetector? SpeechDetector { get; private set; }

    /// <summary>Comparer of music and prompts; null if it is not in use.</summary>
    public ITextAudioEmbedder? TextAudio { get; private set; }

    /// <summary>All judges that are known, with their licences, and why those are not in use that are not.</summary>
    public IReadOnlyList<JudgeInfo> Judges => _judges;

    /// <summary>Loads the judges whose weights are there; asks no network.</summary>
    /// <param name="options">Which judges and licences to take.</param>
    /// <param name="store">Where to look; null takes the folders and the cache that the environment names.</param>
    /// <param name="parallelism">Clips whose words are recognised at the same time.</param>
    /// <exception cref="HubException">The environment names an impossible hub.</exception>
    /// <exception cref="JudgeException">Weights are there but damaged, or not those of the judge.</exception>
    public static ScoringModels Find(ScoringOptions options, ModelStore? store = null, int parallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (store is null)
        {
            using var own = new ModelStore();
            return Find(options, own, parallelism);
        }
        var models = new ScoringModels();
        try
        {
            models.Recognizer = models.LoadRecognizer(options, store, parallelism);
            models.Naturalness = models.Load(options, store, "nisqa", "naturalness", "prosody statistics", judge => LoadNisqa(judge.Path!, judge.License));
            models.Clarity = models.Load(options, store, "dnsmos", "clarity", "signal measurements alone", judge => new DnsMosPredictor(DnsMosModel.Load(judge.Path!), judge.License), classic: false);
            models.Speakers = models.Load(options, store, Voices, "likeness of clones", "MFCC statistics, pitch and mel cosine", judge =>
                new WavLmVoiceEncoder(WavLmSpeakerEncoder.Open(judge.Path!), judge.Name, judge.License), classic: false);
            models.SpeechDetector = models.Load(options, store, "silero-vad", "speech in music", "pitch stability, tuning and pulse alone", judge =>
                new SileroSpeechDetector(SileroVadModel.Load(judge.Path!), judge.License));
            if ((options.TextAudioModels.FirstOrDefault(name => FolderOf(store, name) is not null) ?? options.TextAudioModels.FirstOrDefault()) is { } clap)
                models.TextAudio = models.Load(options, store, clap, "fit of music to its prompt", "tempo, key, pace and energy that the prompt states", judge =>
                    new ClapEmbedder(ClapModel.Open(judge.Path!), judge.Name, judge.License));
            return models;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>The best recogniser of words whose weights are there: the neural one, or PocketSphinx, which comes with the system. Asks no network; to be disposed of by the caller.</summary>
    /// <param name="store">Where to look; null takes the folders and the cache that the environment names.</param>
    /// <param name="parallelism">Clips whose words are recognised at the same time.</param>
    /// <exception cref="HubException">The environment names an impossible hub.</exception>
    /// <exception cref="JudgeException">Weights are there but damaged, or not those of the recogniser.</exception>
    /// <exception cref="RecognizerUnavailableException">There are no weights, and PocketSphinx is not installed.</exception>
    public static ISpeechRecognizer FindRecognizer(ModelStore? store = null, int parallelism = 1)
    {
        if (store is null)
        {
            using var own = new ModelStore();
            return FindRecognizer(own, parallelism);
        }
        return (ISpeechRecognizer?)new ScoringModels().LoadRecognizer(new ScoringOptions(), store, parallelism)
            ?? new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = parallelism });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (object? model in new object?[] { Recognizer, Naturalness, Clarity, Speakers, SpeechDetector, TextAudio })
            (model as IDisposable)?.Dispose();
    }

    private Wav2Vec2Recognizer? LoadRecognizer(ScoringOptions options, ModelStore store, int parallelism) => Load(options, store, Recogniser, "words", "PocketSphinx", judge =>
        Wav2Vec2Recognizer.Open(judge.Path!, new Wav2Vec2RecognizerOptions { Parallelism = parallelism }, judge.Name));

    /// <summary>Loads a judge if it is wanted and its weights are there; notes it in either case.</summary>
    private T? Load<T>(ScoringOptions options, ModelStore store, string name, string measures, string standIn, Func<JudgeInfo, T> load, bool classic = true)
        where T : class
    {
        ModelLicense license = store.Catalog.LicenseOf(name);
        string? absence = options.Judges == JudgeSelection.Builtin ? "only built-in judges were asked for"
            : options.Profile == ScoringProfile.Classic && !classic ? "the classic profile has a formula of its own"
            : options.PermissiveOnly && !license.IsPermissive ? $"the licence of {name} ({license.Name}) does not allow commercial use"
            : null;
        string? folder = absence is null ? FolderOf(store, name) : null;
        if (folder is null)
            absence ??= $"{name} is not on this machine; get it by 'audiosubnet models pull {name}'";
        var judge = new JudgeInfo(name, measures, license.Name, folder, standIn, absence);
        _judges.Add(judge);
        if (folder is null)
            return null;
        try
        {
            return load(judge);
        }
        catch (Exception problem) when (problem is CheckpointException or InferenceException or IOException)
        {
            throw new JudgeException(name, folder, problem);
        }
    }

    /// <summary>Where a judge's weights are; a folder that was made for them but is empty does not count.</summary>
    private static string? FolderOf(ModelStore store, string name) =>
        store.Find(name) is { } found && (store.Catalog.Find(name) is { IsOnHub: false } || File.Exists(Path.Combine(found.Folder, "config.json"))) ? found.Folder : null;

    private static NisqaPredictor LoadNisqa(string folder, string license)
    {
        NisqaModel quality = NisqaModel.Load(Path.Combine(folder, "nisqa.tar"));
        try
        {
            return new NisqaPredictor(quality, NisqaModel.Load(Path.Combine(folder, "nisqa_tts.tar")), license);
        }
        catch
        {
            quality.Dispose();
            throw;
        }
    }
}
