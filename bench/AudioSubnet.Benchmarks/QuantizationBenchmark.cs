using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Benchmarks;

/// <summary>What quantisation loses: the logits of each decoder over a long greedy run in fp32, against those of the same tokens in 8 and 4 bits.</summary>
internal static class QuantizationBenchmark
{
    private const int LeastSteps = 32, MostSteps = 200;

    public static Task<Report> RunAsync(TimeSpan time, string[] only)
    {
        var rows = new List<string[]>();
        foreach ((string name, Func<Precision, BenchmarkDecoder> open) in DecoderBenchmark.Decoders)
        {
            Precision[] precisions = [.. DecoderBenchmark.Precisions.Skip(1).Where(precision => DecoderBenchmark.IsMeant(only, name, precision))];
            if (precisions.Length == 0)
                continue;
            (List<long[]> tokens, List<float[]> exact) = Run(open, Precision.Float32, forced: null, 4 * time);
            foreach (Precision precision in precisions)
                rows.Add(Compare(name, precision, exact, Run(open, precision, tokens, Timeout.InfiniteTimeSpan).Logits));
        }
        return Task.FromResult(new Report(
            "Loss by quantisation", ["decoder", "precision", "steps", "cosine, mean", "cosine, least", "same choice"], rows,
            "Logits against fp32, which chooses greedily. With random weights the numbers show the arithmetic alone: trained weights have outliers, and their logits stand further apart."));
    }

    /// <summary>Runs, along given tokens or along those that are likeliest.</summary>
    private static (List<long[]> Tokens, List<float[]> Logits) Run(Func<Precision, BenchmarkDecoder> open, Precision precision, List<long[]>? forced, TimeSpan limit)
    {
        using BenchmarkDecoder decoder = open(precision);
        using DecoderState state = decoder.Start(0, MostSteps);
        (DecoderStep step, TensorValue input, TensorValue logits) = decoder.CreateStep(state);
        using DecoderStep owned = step;
        int width = (int)decoder.Logits[^1];
        List<long[]> tokens = [];
        List<float[]> all = [];
        long started = Stopwatch.GetTimestamp();
        int steps = forced?.Count ?? MostSteps;
        for (int i = 0; i < steps; i++)
        {
            if (forced is null && i >= LeastSteps && Stopwatch.GetElapsedTime(started) > limit)
                break;
            tokens.Add(input.Longs.ToArray());
            step.Run();
            all.Add(logits.Floats.ToArray());
            for (int row = 0; row < input.Longs.Length; row++)
                input.Longs[row] = forced is null ? Choose(logits.Floats.Slice(row * width, decoder.Choices)) : forced[Math.Min(i + 1, steps - 1)][row];
        }
        return (tokens, all);
    }

    private static string[] Compare(string name, Precision precision, List<float[]> exact, List<float[]> quantized)
    {
        double sum = 0, least = 1;
        int same = 0;
        for (int i = 0; i < exact.Count; i++)
        {
            double cosine = TensorPrimitives.CosineSimilarity<float>(exact[i], quantized[i]);
            sum += cosine;
            least = Math.Min(least, cosine);
            same += Choose(exact[i]) == Choose(quantized[i]) ? 1 : 0;
        }
        return [name, DecoderBenchmark.NameOf(precision), $"{exact.Count}", Show(sum / exact.Count), Show(least), ((double)same / exact.Count).ToString("0.0 %", CultureInfo.InvariantCulture)];

        static string Show(double value) => value.ToString("0.00000", CultureInfo.InvariantCulture);
    }

    private static int Choose(ReadOnlySpan<float> logits) => TensorPrimitives.IndexOfMax(logits);
}
