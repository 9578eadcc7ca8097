using AudioSubnet.Inference.Hub;
using AudioSubnet.Models.Clap;
using AudioSubnet.Models.DnsMos;
using AudioSubnet.Models.Nisqa;
using AudioSubnet.Models.SileroVad;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Judges;

/// <summary>
/// The neural judges whose weights are on this machine. The product carries none of them: where they are not, stand-ins measure the signal. Disposing frees the models.
/// </summary>
public sealed class ScoringModels : IDisposable
{
    private ScoringModels()
    {
    }

    /// <summary>Predictor of naturalness; null if it is not in use.</summary>
    public INaturalnessPredictor? Naturalness { get; private set; }

    /// <summary>Predictor of clarity; null if it is not in use.</summary>
    public IClarityPredictor? Clarity { get; private set; }

    /// <summary>Detector of speech in music; null if it is not in use.</summary>
    public ISpeechDetector? SpeechDetector { get; private set; }

    /// <summary>Comparer of music and prompts; null if it is not in use.</summary>
    public ITextAudioEmbedder? TextAudio { get; private set; }

    /// <summary>All judges that are known, with their licences, and why those are not in use that are not.</summary>
    public IReadOnlyList<JudgeInfo> Judges { get; private set; } = [];

    /// <summary>Loads the judges whose weights are there; asks no network.</summary>
    /// <param name="options">Which licences to take.</param>
    /// <param name="store">Where to look; null takes the folders and the cache that the environment names.</param>
    /// <exception cref="HubException">The environment names an impossible hub.</exception>
    /// <exception cref="Inference.Checkpoints.CheckpointException">Weights are there but damaged.</exception>
    /// <exception cref="Inference.Runtime.InferenceException">A network is there but is not the published one.</exception>
    public static ScoringModels Find(ScoringOptions options, ModelStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (store is null)
        {
            using var own = new ModelStore();
            return Find(options, own);
        }
        var models = new ScoringModels();
        var judges = new List<JudgeInfo>();
        try
        {
            if (Locate("nisqa") is { } nisqa)
                models.Naturalness = LoadNisqa(nisqa.Path!, nisqa.License);
            if (Locate("dnsmos") is { } dnsMos)
                models.Clarity = new DnsMosPredictor(DnsMosModel.Load(dnsMos.Path!), dnsMos.License);
            if (Locate("silero-vad") is { } silero)
                models.SpeechDetector = new SileroSpeechDetector(SileroVadModel.Load(silero.Path!), silero.License);
            if (LocateFirst(options.TextAudioModels) is { } clap)
                models.TextAudio = new ClapEmbedder(ClapModel.Open(clap.Path!), clap.Name, clap.License);
        }
        catch
        {
            models.Dispose();
            throw;
        }
        models.Judges = judges;
        return models;

        JudgeInfo? Locate(string name) => LocateFirst([name]);

        // The first judge that may be used and is there; notes it, or why the first of all is not.
        JudgeInfo? LocateFirst(IReadOnlyList<string> names)
        {
            JudgeInfo[] known = [.. names.Select(Describe)];
            JudgeInfo? judge = known.FirstOrDefault(candidate => candidate.Absence is null);
            judges.AddRange(known.Where(candidate => candidate == (judge ?? known[0])));
            return judge;
        }

        JudgeInfo Describe(string name)
        {
            ModelLicense license = store.Catalog.LicenseOf(name);
            StoredModel? found = options.PermissiveOnly && !license.IsPermissive ? null : store.Find(name);
            string? absence = found is not null ? null
                : options.PermissiveOnly && !license.IsPermissive ? $"the licence of {name} ({license.Name}) does not allow commercial use"
                : $"{name} is not on this machine; get it by 'audiosubnet models pull {name}'";
            return new JudgeInfo(name, license.Name, found?.Folder, absence);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (Naturalness as IDisposable)?.Dispose();
        (Clarity as IDisposable)?.Dispose();
        (SpeechDetector as IDisposable)?.Dispose();
        (TextAudio as IDisposable)?.Dispose();
    }

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
