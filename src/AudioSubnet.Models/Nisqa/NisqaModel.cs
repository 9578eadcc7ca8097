using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.Nisqa;

/// <summary>
/// Predicts how people would rate the quality of speech (NISQA v2: overall, noisiness, discontinuity, coloration, loudness) or the naturalness of synthesised speech
/// (NISQA-TTS), without a reference recording. Reads the published <c>.tar</c> checkpoints, or the same weights in safetensors with their options in a JSON file beside.
/// Thread-safe.
/// </summary>
public sealed class NisqaModel : IDisposable
{
    private readonly Checkpoint _checkpoint;
    private readonly ModelSession _session;

    private NisqaModel(Checkpoint checkpoint, NisqaConfig config, ModelSession session)
    {
        _checkpoint = checkpoint;
        Config = config;
        _session = session;
    }

    /// <summary>The model's options.</summary>
    public NisqaConfig Config { get; }

    /// <summary>Longest recording that can be rated at once, in seconds.</summary>
    public double MaxSeconds => ((double)(Config.MaxSegments - 1) * Config.SegmentHop + Config.SegmentFrames) * Config.HopSeconds;

    /// <summary>Shortest recording that can be rated, in seconds: one segment.</summary>
    public double MinSeconds => Config.SegmentFrames * Config.HopSeconds;

    /// <summary>Loads a model.</summary>
    /// <param name="path">Its <c>.tar</c> or <c>.safetensors</c> file.</param>
    /// <exception cref="CheckpointException">It is not there, damaged, or not a NISQA model that is known.</exception>
    public static NisqaModel Load(string path) => Load(path, taps: false);

    /// <summary>Rates a recording.</summary>
    /// <param name="audio">Any rate and number of channels (they are averaged), finite samples, of <see cref="MinSeconds"/> to <see cref="MaxSeconds"/>.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InferenceException">The recording is too short or too long.</exception>
    public NisqaScores Predict(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        cancellationToken.ThrowIfCancellationRequested();
        using SessionOutputs outputs = Run(NisqaMel.Compute(audio, Config), cancellationToken);
        var scores = outputs[NisqaNetwork.Scores].Floats;
        return Config.HasDimensions ? new NisqaScores(scores[0], scores[1], scores[2], scores[3], scores[4]) : new NisqaScores(scores[0]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>Loads a model that also returns its intermediate values.</summary>
    internal static NisqaModel Load(string path, bool taps)
    {
        return Checkpoint.Open(path, checkpoint =>
        {
            NisqaConfig config = NisqaConfig.Of(checkpoint);
            using var graph = new GraphBuilder("nisqa", taps);
            NisqaNetwork.Build(graph, graph.Scope(checkpoint), config);
            return new NisqaModel(checkpoint, config, ModelSession.Create(graph.Build()));
        });
    }

    /// <summary>Runs the network over mel values in dB, <c>[frames, bands]</c>.</summary>
    internal SessionOutputs Run(FrameMatrix mel, CancellationToken cancellationToken)
    {
        int segments = NisqaMel.SegmentCount(mel.Frames, Config);
        if (segments == 0)
            throw new InferenceException($"The recording has {mel.Frames} frames of {Config.HopSeconds * 1000:0} ms; NISQA needs {Config.SegmentFrames} at least.");
        if (segments > Config.MaxSegments)
            throw new InferenceException($"The recording is longer than the {MaxSeconds:0} s that NISQA rates at once; rate pieces of it.");
        using var input = TensorValue.From(NisqaMel.Segments(mel, Config), segments, 1, Config.MelBands, Config.SegmentFrames);
        return _session.Run([(NisqaNetwork.Segments, input)], cancellationToken);
    }
}
