using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Benchmarks;

/// <summary>The residual convolutions of a vocoder, with the leaky rectifier before and the shortcut around them, by our own kernel and by ONNX Runtime's operations in turns.</summary>
internal static class ConvolutionBenchmark
{
    private const int Frames = 512; // a piece of a vocoder
    private const float Slope = 0.1f;

    // Samples a frame after each upsampling of MMS-TTS.
    private static readonly int[] Stages = [8, 64, 128, 256];
    private static readonly int[] Taps = [3, 7, 11];
    private static readonly int[] Dilations = [1, 3, 5];

    public static Task<Report> RunAsync(TimeSpan time)
    {
        List<string[]> rows = [];
        double limit = MachineLimits.Measure().OperationsPerSecond;
        using Checkpoint checkpoint = Checkpoint.Open(BenchmarkModels.Folder("mms-tts"));
        for (int stage = 0; stage < Stages.Length; stage++)
            for (int block = 0; block < Taps.Length; block++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"decoder.resblocks.{stage * Taps.Length + block}.convs1.{block}");
                rows.Add(Row(checkpoint, name, Frames * Stages[stage], Dilations[block], limit, time));
            }
        return Task.FromResult(new Report(
            "Convolutions of a vocoder", ["layer", "ONNX Runtime", "own kernel", "own / ONNX Runtime", "own / multiply-add limit"], rows,
            string.Create(CultureInfo.InvariantCulture, $"GFLOP/s of the definition's products; the limit is {limit / 1e9:0}. More than it is possible because the kernel needs fewer products.")));
    }

    private static string[] Row(Checkpoint checkpoint, string name, int time, int dilation, double limit, TimeSpan duration)
    {
        IReadOnlyList<long> shape = checkpoint.Tensors[name + ".weight"].Shape;
        int channels = (int)shape[1], taps = (int)shape[2];
        using TensorValue x = TensorValue.From([.. Enumerable.Range(0, channels * time).Select(static i => MathF.Sin(i))], 1, channels, 1, time);
        using ModelSession theirs = Layer(ownKernels: false), ours = Layer(ownKernels: WeightOptions.Default.OwnKernels);
        double[] rates = Measure.RatesInTurns(duration, () => Run(theirs), () => Run(ours));
        double products = 2.0 * channels * channels * taps * time;
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{channels} channels, {taps} taps, dilation {dilation}"),
            (products * rates[0] / 1e9).ToString("0", CultureInfo.InvariantCulture), (products * rates[1] / 1e9).ToString("0", CultureInfo.InvariantCulture),
            (rates[1] / rates[0]).ToString("0.00", CultureInfo.InvariantCulture), (products * rates[1] / limit).ToString("0.00", CultureInfo.InvariantCulture),
        ];

        void Run(ModelSession session) => session.Run([("x", x)]).Dispose();

        ModelSession Layer(bool ownKernels)
        {
            using GraphBuilder graph = new("convolution");
            Tensor input = graph.Input("x", TensorType.Float32, 1, channels, 1, "time");
            graph.Output("y", graph.Scope(checkpoint, new() { OwnKernels = ownKernels }).Conv1d(
                name, input, padding: (taps - 1) * dilation / 2, dilation: dilation, before: InputActivation.LeakyRelu(Slope), shortcut: input));
            return ModelSession.Create(graph.Build());
        }
    }
}
