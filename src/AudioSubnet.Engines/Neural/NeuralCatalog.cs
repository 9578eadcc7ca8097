using System.Text.Json;
using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Engines.Neural;

/// <summary>The engines that are made of models: by the name of a repository on the hub, or by a folder.</summary>
internal sealed class NeuralCatalog(EngineOptions options, ModelStore? store)
{
    private const long MaxConfigBytes = 16 << 20;

    /// <summary>What brings all that cloning with Bark needs.</summary>
    private const string CloningModel = "GitMylo/bark-voice-cloning";

    /// <summary>The published models that there are engines for.</summary>
    public IEnumerable<EngineInfo> Engines =>
        from model in (store?.Catalog ?? ModelCatalog.Default).Models
        let family = NeuralFamily.All.FirstOrDefault(family => model.Id.StartsWith(family.Prefix, StringComparison.OrdinalIgnoreCase))
        where family is not null
        where family.Kind != EngineKind.VoiceCloning
        select new EngineInfo(model.Id, family.Kind, model.License.Name, model.Description)
        {
            IsPermissive = model.License.IsPermissive,
            Requirements = [Weights(model.Id)],
        };

    /// <summary>Bark as a cloner under its name on the network.</summary>
    public EngineInfo Cloner => new(NeuralFamily.CloneName, EngineKind.VoiceCloning, ModelLicense.Mit.Name, "Bark speaks on with the voice of the reference; 24 kHz")
    {
        Requirements = [new("the weights for cloning with Bark", CloningModel, () => Find(CloningModel) is not null && NeuralFamily.CloneModels.Any(model => Find(model) is not null)) { Remedy = $"audiosubnet models pull {CloningModel}" }],
    };

    /// <summary>Makes the engine of a folder, of a model in the cache, or of a published model that is not here yet.</summary>
    /// <returns>Null if the name is neither.</returns>
    /// <exception cref="ModelUnavailableException">The model is known, and not on this machine.</exception>
    /// <exception cref="EngineException">The folder holds no model that there is an engine for, one of another kind, or one whose terms are not allowed.</exception>
    public object? Create(string name, EngineKind kind)
    {
        if (name == NeuralFamily.CloneName && kind == EngineKind.VoiceCloning)
            return CreateCloner();
        if (Find(name) is not { } stored)
        {
            if (Path.IsPathRooted(name) || name.StartsWith('.'))
                throw new EngineException($"There is no folder '{name}'. Name a model's folder, or a model of the hub such as {NeuralFamily.All[0].Prefix}eng.");
            NeuralFamily? published = NeuralFamily.All.FirstOrDefault(family => name.StartsWith(family.Prefix, StringComparison.OrdinalIgnoreCase));
            if (published is null || published.Kind != kind)
                return null;
            Allow(name, LicenseOf(name));
            throw new ModelUnavailableException(name, name);
        }
        // SpeechT5 comes as two folders in one as well: tts and hifigan.
        string folder = new[] { stored.Folder, Path.Combine(stored.Folder, "tts") }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "config.json"))) ?? stored.Folder;
        string modelType = ReadModelType(name, folder);
        NeuralFamily[] families = [.. NeuralFamily.All.Where(family => family.ModelType == modelType)];
        if (families.Length == 0)
            throw new EngineException($"'{name}' is a model of the type '{modelType}', which no engine here runs. Those that run: {string.Join(", ", NeuralFamily.All.Select(family => family.ModelType).Distinct(StringComparer.Ordinal))}.");
        NeuralFamily? family = Array.Find(families, family => family.Kind == kind);
        if (family is null)
            throw new EngineException($"'{name}' is a model of the type '{modelType}', which is for {families[0].Kind}, not for {kind}.");
        ModelLicense license = LicenseOf(name);
        Allow(name, license);
        return family.Create(new NeuralModel(name, folder, modelType, license, Find), options);
    }

    /// <exception cref="ModelUnavailableException">Bark, HuBERT or the quantiser is not on this machine.</exception>
    private BarkVoiceCloner CreateCloner()
    {
        StoredModel? bark = NeuralFamily.CloneModels.Select(Find).FirstOrDefault(found => found is not null);
        return bark is null
            ? throw new ModelUnavailableException(NeuralFamily.CloneName, CloningModel)
            : new BarkVoiceCloner(new NeuralModel(NeuralFamily.CloneName, bark.Folder, "bark", ModelLicense.Mit, Find), options);
    }

    private void Allow(string name, ModelLicense license)
    {
        if (options.PermissiveOnly && !license.IsPermissive)
            throw new EngineException(license == ModelLicense.Unknown
                ? $"The terms of '{name}' are not known here, and only models that allow commercial use are wanted (--permissive-only)."
                : $"'{name}' is under {license.Name}, which does not allow commercial use, and only models that do are wanted (--permissive-only).");
    }

    private EngineRequirement Weights(string model) => new($"the weights of {model}", model, () => Find(model) is not null) { Remedy = $"audiosubnet models pull {model}" };

    private ModelLicense LicenseOf(string name) => (store?.Catalog ?? ModelCatalog.Default).LicenseOf(name);

    /// <summary>Looks on this machine alone.</summary>
    private StoredModel? Find(string name)
    {
        if (!Directory.Exists(name) && name.Count(character => character == '/') != 1)
            return null;
        try
        {
            if (store is not null)
                return store.Find(name);
            using var ofThisMachine = new ModelStore();
            return ofThisMachine.Find(name);
        }
        catch (HubException refusal) when (refusal.Kind == HubErrorKind.InvalidName)
        {
            return null;
        }
        catch (HubException cause)
        {
            throw new EngineException($"'{name}' cannot be looked for: {cause.Message}", cause);
        }
    }

    private static string ReadModelType(string name, string folder)
    {
        string path = Path.Combine(folder, "config.json");
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= MaxConfigBytes })
            {
                using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(path));
                if (config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
                    return type.GetString()!;
            }
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"'{name}': {path} cannot be read: {cause.Message}", cause);
        }
        throw new EngineException($"'{name}' is no model's folder: it has no config.json with a \"model_type\". Name the folder that holds config.json and the weights.");
    }
}
