using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.DnsMos;

/// <summary>
/// Predicts how people would rate noisy speech, without a reference recording: speech, background and overall quality (P.835), and quality after P.808. Runs the ONNX files
/// that Microsoft published with the DNS Challenge and gives the numbers of its <c>dnsmos_local.py</c>. Thread-safe. Source: C. K. A. Reddy, V. Gopal, R. Cutler,
/// "DNSMOS P.835: A Non-Intrusive Perceptual Objective Speech Quality Metric to Evaluate Noise Suppressors", ICASSP 2022.
/// </summary>
public sealed class DnsMosModel : IDisposable
{
    /// <summary>File of the P.835 network.</summary>
    public const string SignalFile = "sig_bak_ovr.onnx";

    /// <summary>File of the P.808 network.</summary>
    public const string P808File = "model_v8.onnx";

    /// <summary>Rate in Hz at which speech is rated.</summary>
    internal const int SampleRate = 16000;

    /// <summary>Samples of a window: 9.01 s.</summary>
    internal const int WindowSamples = 144160;

    private const double WindowSeconds = 9.01;
    private const string Input = "input_1";
    private const string SignalHash = "269fbebdb513aa23cddfbb593542ecc540284a91849ac50516870e1ac78f6edd";
    private const string P808Hash = "9246480c58567bc6affd4200938e77eef49468c8bc7ed3776d109c07456f6e91";

    private readonly ModelSession _signal;
    private readonly ModelSession _p808;

    private DnsMosModel(ModelSession signal, ModelSession p808) => (_signal, _p808) = (signal, p808);

    /// <summary>Loads both networks.</summary>
    /// <param name="folder">Holds <see cref="SignalFile"/> and <see cref="P808File"/>.</param>
    /// <exception cref="InferenceException">A file is not there or is not the published one.</exception>
    public static DnsMosModel Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ModelSession signal = OnnxFile.Open(Path.Combine(folder, SignalFile), SignalHash);
        try
        {
            return new DnsMosModel(signal, OnnxFile.Open(Path.Combine(folder, P808File), P808Hash));
        }
        catch
        {
            signal.Dispose();
            throw;
        }
    }

    /// <summary>Rates a recording: the mean over windows of 9.01 s, one a second; shorter recordings are repeated.</summary>
    /// <param name="audio">Any rate and number of channels (they are averaged), finite samples, at least one.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The recording is empty.</exception>
    public DnsMosScores Predict(AudioBuffer audio, CancellationToken cancellationToken = default) => Predict(audio, int.MaxValue, cancellationToken);

    /// <summary>Rates a recording by some of its windows, spread evenly: each takes a quarter of a second of two cores, and neighbours share most of their sound.</summary>
    /// <param name="audio">Any rate and number of channels (they are averaged), finite samples, at least one.</param>
    /// <param name="maxWindows">Most windows, from 1.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ArgumentException">The recording is empty.</exception>
    public DnsMosScores Predict(AudioBuffer audio, int maxWindows, CancellationToken cancellationToken = default) =>
        Predict(audio, DnsMosFeatures.Current, maxWindows, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _signal.Dispose();
        _p808.Dispose();
    }

    internal DnsMosScores Predict(AudioBuffer audio, DnsMosFeatures features, int maxWindows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxWindows);
        float[] samples = Extend(Resampler.Resample(audio.ToMono(), SampleRate).Mono.Span);
        double signal = 0, background = 0, overall = 0, p808 = 0;
        List<int> windows = Spread(WindowStarts(samples.Length), maxWindows);
        foreach (int start in windows)
        {
            float[] window = samples.AsSpan(start, WindowSamples).ToArray();
            using (var input = TensorValue.From(window, 1, WindowSamples))
            using (SessionOutputs outputs = _signal.Run([(Input, input)], cancellationToken))
            {
                var raw = outputs[outputs.Names[0]].Floats;
                signal += Polynomial(raw[0], -0.08397278, 1.22083953, 0.0052439);
                background += Polynomial(raw[1], -0.13166888, 1.60915514, -0.39604546);
                overall += Polynomial(raw[2], -0.06766283, 1.11546468, 0.04602535);
            }
            FrameMatrix mel = features.Compute(window);
            using (var input = TensorValue.From(mel.Data.ToArray(), 1, mel.Frames, mel.Values))
            using (SessionOutputs outputs = _p808.Run([(Input, input)], cancellationToken))
                p808 += outputs[outputs.Names[0]].Floats[0];
        }
        return new DnsMosScores(signal / windows.Count, background / windows.Count, overall / windows.Count, p808 / windows.Count);
    }

    /// <summary>The recording, doubled until it fills a window.</summary>
    internal static float[] Extend(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty)
            throw new ArgumentException("An empty recording cannot be rated.", nameof(samples));
        long length = samples.Length;
        while (length < WindowSamples)
            length *= 2;
        var extended = new float[length];
        for (int at = 0; at < extended.Length; at += samples.Length)
            samples.CopyTo(extended.AsSpan(at));
        return extended;
    }

    /// <summary>
    /// Where the windows begin. The reference computes where each ends in floating point, and skips those that come out one sample short by rounding (the 7th to 23rd among
    /// them); leaving them out too is what makes the numbers equal.
    /// </summary>
    internal static List<int> WindowStarts(int samples)
    {
        int count = (int)((samples / SampleRate) - WindowSeconds) + 1;
        var starts = new List<int>();
        for (int i = 0; i < count; i++)
            if (Math.Min(samples, (int)((i + WindowSeconds) * SampleRate)) - i * SampleRate >= WindowSamples)
                starts.Add(i * SampleRate);
        return starts;
    }

    /// <summary>So many of the windows, evenly spread from the first to the last; the middle one if it is to be one.</summary>
    private static List<int> Spread(List<int> starts, int most) =>
        starts.Count <= most ? starts
        : most == 1 ? [starts[starts.Count / 2]]
        : [.. Enumerable.Range(0, most).Select(i => starts[(int)((long)i * (starts.Count - 1) / (most - 1))])];

    /// <summary>The authors' mapping from the network's output to opinions of people.</summary>
    private static double Polynomial(double x, double a, double b, double c) => (a * x + b) * x + c;
}
