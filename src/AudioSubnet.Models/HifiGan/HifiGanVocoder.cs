using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.HifiGan;

/// <summary>
/// A HiFi-GAN vocoder of its own (microsoft/speecht5_hifigan): log-mel spectrograms to waveforms. Thread-safe.
/// </summary>
public sealed class HifiGanVocoder : IDisposable
{
    private readonly Checkpoint _checkpoint;
    private readonly HifiGanSession _session;

    private HifiGanVocoder(HifiGanVocoderConfig config, Checkpoint checkpoint, SessionSettings? settings)
    {
        Config = config;
        _checkpoint = checkpoint;
        _session = new(ModelSession.Create(Build(checkpoint, config, (settings ?? SessionSettings.Default).Weights()), settings), config);
    }

    /// <summary>Its configuration.</summary>
    public HifiGanVocoderConfig Config { get; }

    /// <summary>Opens a vocoder.</summary>
    /// <param name="folder">With config.json and the weights.</param>
    /// <param name="settings">Where to compute; null for the CPU.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static HifiGanVocoder Open(string folder, SessionSettings? settings = null)
    {
        HifiGanVocoderConfig config = ModelConfig.Read<HifiGanVocoderConfig>(folder);
        return Checkpoint.Open(folder, checkpoint => new HifiGanVocoder(config, checkpoint, settings));
    }

    /// <summary>The graph: "frames" [batch, frames, mels] to "waveform" [batch, frames · hop].</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="config">Its configuration.</param>
    /// <param name="weights">Whether own kernels may be used; null for where the processor has what they need.</param>
    public static ModelGraph Build(ICheckpoint checkpoint, HifiGanVocoderConfig config, WeightOptions? weights = null)
    {
        using GraphBuilder graph = new("hifigan");
        Scope s = graph.Scope(checkpoint, weights);
        Tensor mel = graph.Input("frames", TensorType.Float32, "batch", "frames", config.ModelInDim);
        if (config.NormalizeBefore)
            mel = (mel - s.Weight("mean", config.ModelInDim)) / s.Weight("scale", config.ModelInDim);
        graph.Output("waveform", HifiGanGenerator.Build(s, config, mel.Transpose(1, 2)));
        return graph.Build();
    }

    /// <summary>The waveform of a spectrogram.</summary>
    /// <param name="spectrogram">[batch, frames, mels], row-major.</param>
    /// <param name="batch">Number of spectrograms of equal length.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>[batch, frames · hop] samples between -1 and 1, row-major.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[] Run(float[] spectrogram, int batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        return _session.Run(spectrogram, batch, Config.ModelInDim, [], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }
}
