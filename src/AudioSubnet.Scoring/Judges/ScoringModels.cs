using AudioSubnet.Models;
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
    private const string Nisqa = "nisqa", DnsMos = "dnsmos", Silero = "silero-vad";

    /// <summary>Licences that allow every use.</summary>
    private static readonly string[] Permissive = ["MIT", "BSD-3-Clause", "Apache-2.0", "CC-BY-4.0"];

    private ScoringModels()
    {
    }

    /// <summary>Predictor of naturalness; null if its weights are not there.</summary>
    public INaturalnessPredictor? Naturalness { get; private set; }

    /// <summary>Predictor of clarity; null if its weights are not there.</summary>
    public IClarityPredictor? Clarity { get; private set; }

    /// <summary>Detector of speech in music; null if its weights are not there.</summary>
    public ISpeechDetector? SpeechDetector { get; private set; }

    /// <summary>All judges that are known, with their licences, and why those are not in use that are not.</summary>
    public IReadOnlyList<JudgeInfo> Judges { get; private set; } = [];

    /// <summary>Loads the judges whose weights are there.</summary>
    /// <param name="options">Where to look, and which licences to take.</param>
    /// <exception cref="Inference.Checkpoints.CheckpointException">Weights are there but damaged.</exception>
    /// <exception cref="Inference.Runtime.InferenceException">A network is there but is not the published one.</exception>
    public static ScoringModels Find(ScoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? folder = options.ModelsFolder ?? PublishedWeights.Folder;
        var models = new ScoringModels();
        var judges = new List<JudgeInfo>();
        try
        {
            if (Locate(Nisqa, NisqaModel.WeightsLicense, "nisqa.tar", "https://github.com/gabrielmittag/NISQA") is { } nisqa)
                models.Naturalness = LoadNisqa(nisqa);
            if (Locate(DnsMos, DnsMosModel.WeightsLicense, DnsMosModel.SignalFile, "https://github.com/microsoft/DNS-Challenge") is { } dnsMos)
                models.Clarity = new DnsMosPredictor(DnsMosModel.Load(dnsMos));
            if (Locate(Silero, SileroVadModel.WeightsLicense, SileroVadModel.FileName, "https://github.com/snakers4/silero-vad") is { } silero)
                models.SpeechDetector = new SileroSpeechDetector(SileroVadModel.Load(silero));
        }
        catch
        {
            models.Dispose();
            throw;
        }
        models.Judges = judges;
        return models;

        // The judge's folder, if it may be used and is there; notes either.
        string? Locate(string name, string license, string file, string publisher)
        {
            string? path = folder is null ? null : Path.Combine(folder, name);
            string? absence = options.PermissiveOnly && !Permissive.Contains(license) ? $"its weights ({license}) are not permissively licensed"
                : path is null || !File.Exists(Path.Combine(path, file)) ? $"{file} of {publisher} is not in {path ?? $"the folder that {PublishedWeights.Variable} names"}"
                : null;
            judges.Add(new JudgeInfo(name, license, absence is null ? path : null, absence));
            return absence is null ? path : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (Naturalness as IDisposable)?.Dispose();
        (Clarity as IDisposable)?.Dispose();
        (SpeechDetector as IDisposable)?.Dispose();
    }

    private static NisqaPredictor LoadNisqa(string folder)
    {
        NisqaModel quality = NisqaModel.Load(Path.Combine(folder, "nisqa.tar"));
        try
        {
            string speech = Path.Combine(folder, "nisqa_tts.tar");
            return new NisqaPredictor(quality, File.Exists(speech) ? NisqaModel.Load(speech) : null);
        }
        catch
        {
            quality.Dispose();
            throw;
        }
    }
}
