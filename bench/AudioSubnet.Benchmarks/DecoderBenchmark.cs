using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Benchmarks;

/// <summary>A step of each autoregressive decoder at several lengths of what it remembers, in turns with reading as many bytes as its weights have.</summary>
internal static class DecoderBenchmark
{
    private const int Turns = 8, StepsOfTurn = 3;

    public static readonly (string Name, Func<Precision, BenchmarkDecoder> Open)[] Decoders =
    [
        ("Bark-small, semantic", precision => BenchmarkDecoder.Bark("bark-small", "semantic", precision)),
        ("Bark-small, coarse", precision => BenchmarkDecoder.Bark("bark-small", "coarse_acoustics", precision)),
        ("MusicGen-small", precision => BenchmarkDecoder.MusicGen("musicgen-small", precision)),
        ("MusicGen-medium", precision => BenchmarkDecoder.MusicGen("musicgen-medium", precision)),
    ];

    public static readonly Precision[] Precisions = [Precision.Float32, Precision.Int8, Precision.Int4];

    public static Task<Report> RunAsync(string[] only)
    {
        var rows = new List<string[]>();
        MachineLimits limits = MachineLimits.Measure();
        var reader = new MemoryReader();
        foreach ((string name, Func<Precision, BenchmarkDecoder> open) in Decoders)
            foreach (Precision precision in Precisions)
            {
                if (!IsMeant(only, name, precision))
                    continue;
                using BenchmarkDecoder decoder = open(precision);
                foreach (int position in (int[])[16, decoder.Positions / 2, decoder.Positions - (Turns + 1) * StepsOfTurn])
                    rows.Add(Row(name, precision, decoder, position, reader));
            }
        return Task.FromResult(new Report(
            "Decoder steps", ["decoder", "precision", "remembered", "step", "reading its weights", "step / reading", "allocated"], rows,
            string.Create(CultureInfo.InvariantCulture, $"Memory is read at {limits.BytesPerSecond / 1e9:0.0} GB/s at best; {limits.OperationsPerSecond / 1e9:0} GFLOP/s in fp32. MusicGen steps are of two sequences, for guidance.")));
    }

    /// <summary>Whether a decoder's name and precision have all the words that were given.</summary>
    public static bool IsMeant(string[] only, string name, Precision precision) =>
        only.All(word => $"{name} {NameOf(precision)}".Contains(word, StringComparison.OrdinalIgnoreCase));

    public static string NameOf(Precision precision) => precision switch { Precision.Float32 => "fp32", Precision.Int8 => "int8", _ => "int4" };

    private static string[] Row(string name, Precision precision, BenchmarkDecoder decoder, int position, MemoryReader reader)
    {
        using DecoderState state = decoder.Start(position, decoder.Positions);
        (DecoderStep step, _, _) = decoder.CreateStep(state);
        using DecoderStep owned = step;
        List<double> steps = [], readings = [];
        long bytes = decoder.BytesOf(precision), allocated = 0;
        for (int turn = -1; turn < Turns; turn++)
            for (int i = 0; i < StepsOfTurn; i++)
            {
                double reading = reader.Seconds(bytes);
                long before = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
                step.Run();
                double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                if (turn < 0)
                    continue; // warms up
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                steps.Add(seconds);
                readings.Add(reading);
            }
        double median = Measure.Median(steps), limit = Measure.Median(readings);
        return [name, NameOf(precision), $"{position}", Milliseconds(median), Milliseconds(limit), (median / limit).ToString("0.00", CultureInfo.InvariantCulture), $"{allocated / steps.Count} B"];
    }

    private static string Milliseconds(double seconds) => (seconds * 1e3).ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
