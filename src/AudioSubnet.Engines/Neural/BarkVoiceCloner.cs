using AudioSubnet.Dsp;
using AudioSubnet.Engines.Speech;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Bark;
using AudioSubnet.Models.Hubert;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Voice cloning by Bark ("bark/voiceclone", or the name or folder of a Bark checkpoint): the reference becomes a voice of Bark through HuBERT, a semantic quantiser
/// (GitMylo/bark-voice-cloning) and EnCodec, and Bark speaks on with it. Thread-safe.
/// </summary>
internal sealed class BarkVoiceCloner : IVoiceCloner, ILoadableEngine, IDisposable
{
    private const string HubertModelName = "facebook/hubert-base-ls960", QuantizerModelName = "GitMylo/bark-voice-cloning";

    /// <summary>Files that are taken for the quantiser, in its own folder or beside a model's.</summary>
    private static readonly string[] QuantizerFiles = ["quantifier_hubert_base_ls960_14.pth", "quantizer.safetensors", "quantizer.pth"];

    /// <summary>References whose voices are remembered; each is some tens of kilobytes.</summary>
    private const int VoicesKept = 32;

    private readonly RecentVoices _voices = new(VoicesKept);
    private readonly NeuralModel _source;
    private readonly EngineOptions _options;
    private readonly string _hubert, _quantizer;
    private readonly SharedModel<BarkCloningModel> _model;

    /// <exception cref="ModelUnavailableException">HuBERT or the quantiser is not on this machine.</exception>
    public BarkVoiceCloner(NeuralModel source, EngineOptions options)
    {
        (_source, _options) = (source, options);
        _hubert = Beside("hubert", "config.json") is { } config ? Path.GetDirectoryName(config)!
            : source.FindOther(HubertModelName)?.Folder ?? throw new ModelUnavailableException(source.Name, HubertModelName);
        _quantizer = QuantizerFiles.Select(file => Beside("hubert", file) ?? Beside("", file)).FirstOrDefault(file => file is not null)
            ?? QuantizerOf(source.FindOther(QuantizerModelName)?.Folder) ?? throw new ModelUnavailableException(source.Name, QuantizerModelName);
        _model = new SharedModel<BarkCloningModel>(source.Name, Open);
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        using SharedModel<BarkCloningModel>.Lease lease = await _model.UseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.Check(Name, request.Text, speakingRate: 1);
        using SharedModel<BarkCloningModel>.Lease lease = await _model.UseAsync(cancellationToken);
        BarkCloningModel model = lease.Model;
        try
        {
            return await Task.Run(() => Clone(model, request, cancellationToken), CancellationToken.None);
        }
        catch (ArgumentException cause)
        {
            throw new EngineException($"{Name}: {cause.Message}", cause);
        }
    }

    /// <summary>Frees the models when the last request is done.</summary>
    public void Dispose() => _model.Dispose();

    private AudioBuffer Clone(BarkCloningModel model, CloneRequest request, CancellationToken cancellationToken)
    {
        BarkVoice voice = _voices.Get(request.Reference, reference => model.Encoder.Encode(reference, cancellationToken));
        var speaker = new BarkSpeaker(Name, model.Bark, voice);
        int seed = request.Seed ?? Random.Shared.Next();
        var joiner = new SentenceJoiner(model.Bark.SampleRate);
        var samples = new List<float>();
        foreach (string piece in BarkSpeaker.Split(request.Text))
        {
            float[] spoken = speaker.Speak(piece, seed, cancellationToken);
            if (spoken.Length == 0)
                continue;
            if (samples.Count > 0)
                samples.AddRange(joiner.End(anotherFollows: true));
            samples.AddRange(joiner.Add(spoken));
            seed = unchecked(seed + 1);
        }
        samples.AddRange(joiner.End(anotherFollows: false));
        return samples.Count > 0
            ? new AudioBuffer([.. samples], model.Bark.SampleRate)
            : throw new EngineException($"{Name}: there is nothing in the text that it can speak.");
    }

    private BarkCloningModel Open()
    {
        SessionSettings settings = SessionSettings.Default with { Device = _options.Device };
        BarkModel? bark = null;
        HubertModel? hubert = null;
        try
        {
            bark = BarkModel.Open(_source.Folder, _options.Precision ?? Precision.Int8, settings);
            hubert = HubertModel.Open(_hubert, settings: settings);
            return new BarkCloningModel(bark, hubert, SemanticQuantizer.Open(_quantizer, settings));
        }
        catch
        {
            hubert?.Dispose();
            bark?.Dispose();
            throw;
        }
    }

    /// <summary>A file in a folder in or beside the model's own.</summary>
    private string? Beside(string folder, string file) =>
        new[] { Path.Combine(_source.Folder, folder, file), Path.GetFullPath(Path.Combine(_source.Folder, "..", folder, file)) }.FirstOrDefault(File.Exists);

    private static string? QuantizerOf(string? folder) =>
        folder is null ? null : QuantizerFiles.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
