using AudioSubnet.Dsp;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.MusicGen;

namespace AudioSubnet.Engines.Neural;

/// <summary>Music by MusicGen ("facebook/musicgen-small", "-medium", "-large", and their stereo forms) at 32 kHz; fine-tuned checkpoints by folder. Thread-safe.</summary>
internal sealed class MusicGenGenerator : IMusicGenerator, ILoadableEngine, IDisposable
{
    /// <summary>Longest piece in seconds.</summary>
    private const double LongestSeconds = 300;

    private readonly NeuralModel _source;
    private readonly SharedModel<MusicGenModel> _model;

    public MusicGenGenerator(NeuralModel source, EngineOptions options)
    {
        _source = source;
        SessionSettings settings = SessionSettings.Default with { Device = options.Device };
        _model = new SharedModel<MusicGenModel>(source.Name, () => MusicGenModel.Open(source.Folder, options.Precision ?? Precision.Int8, settings));
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        using SharedModel<MusicGenModel>.Lease lease = await _model.UseAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!(request.Seconds > 0 && request.Seconds <= LongestSeconds))
            throw new EngineException($"Engine '{Name}' makes between 0 and {LongestSeconds} seconds of music; {request.Seconds} seconds were asked for.");
        using SharedModel<MusicGenModel>.Lease lease = await _model.UseAsync(cancellationToken);
        MusicGenModel model = lease.Model;
        var options = new MusicGenOptions { Seconds = request.Seconds, Seed = request.Seed ?? Random.Shared.Next() };
        try
        {
            return await Task.Run(() => model.Generate(request.Prompt, options, request.Progress, cancellationToken), CancellationToken.None);
        }
        catch (ArgumentException cause)
        {
            throw new EngineException($"Engine '{Name}': {cause.Message}", cause);
        }
    }

    /// <summary>Frees the model when the last request is done.</summary>
    public void Dispose() => _model.Dispose();
}
