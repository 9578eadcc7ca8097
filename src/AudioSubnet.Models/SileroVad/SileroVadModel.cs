using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.SileroVad;

/// <summary>
/// Tells speech from everything else in chunks of 32 ms (Silero VAD). Thread-safe: the state of a recording lives in the call. Source: Silero Team,
/// https://github.com/snakers4/silero-vad.
/// </summary>
public sealed class SileroVadModel : IDisposable
{
    /// <summary>Name of the published file.</summary>
    public const string FileName = "silero_vad.onnx";

    private const int SampleRate = 16000, ChunkSamples = 512, StateSize = 128;

    /// <summary>Samples of the chunk before that the network wants to see again; without them its probabilities collapse.</summary>
    private const int ContextSamples = 64;

    private const string Hash = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3";

    private readonly ModelSession _session;

    private SileroVadModel(ModelSession session) => _session = session;

    /// <summary>Loads the network.</summary>
    /// <param name="path">The published file, or its folder.</param>
    /// <exception cref="InferenceException">It is not there or is not the published one.</exception>
    public static SileroVadModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new SileroVadModel(OnnxFile.Open(Directory.Exists(path) ? Path.Combine(path, FileName) : path, Hash));
    }

    /// <summary>Listens to a recording from its beginning to its end; the last chunk is filled up with silence.</summary>
    /// <param name="audio">Any rate and number of channels (they are averaged), finite samples.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public SpeechActivity Detect(AudioBuffer audio, CancellationToken cancellationToken = default) => Detect(audio, null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Listens, and shows the state after each chunk, <c>[2, 1, 128]</c>.</summary>
    internal SpeechActivity Detect(AudioBuffer audio, Action<int, ReadOnlySpan<float>>? observe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ReadOnlySpan<float> samples = Resampler.Resample(audio.ToMono(), SampleRate).Mono.Span;
        var probabilities = new float[(samples.Length + ChunkSamples - 1) / ChunkSamples];
        var chunk = new float[ContextSamples + ChunkSamples];
        using TensorValue input = TensorValue.From(chunk, 1, chunk.Length), rate = TensorValue.Scalar((long)SampleRate);
        using TensorValue state = TensorValue.Zeros(TensorType.Float32, 2, 1, StateSize);
        for (int i = 0; i < probabilities.Length; i++)
        {
            chunk.AsSpan(ChunkSamples).CopyTo(chunk);
            var part = samples[(i * ChunkSamples)..Math.Min(samples.Length, (i + 1) * ChunkSamples)];
            part.CopyTo(chunk.AsSpan(ContextSamples));
            chunk.AsSpan(ContextSamples + part.Length).Clear();
            using SessionOutputs outputs = _session.Run([("input", input), ("state", state), ("sr", rate)], cancellationToken);
            probabilities[i] = outputs["output"].Floats[0];
            outputs["stateN"].Floats.CopyTo(state.Floats);
            observe?.Invoke(i, state.Floats);
        }
        return new SpeechActivity(probabilities, (double)ChunkSamples / SampleRate);
    }
}
