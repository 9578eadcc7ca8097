using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Benchmarks;

/// <summary>What this machine can do at best, measured with all its cores: how fast memory is read, and how fast float32 numbers are multiplied and added.</summary>
/// <param name="BytesPerSecond">Reading memory that no cache holds.</param>
/// <param name="OperationsPerSecond">Fused multiply-adds in registers, two operations each.</param>
internal sealed record MachineLimits(double BytesPerSecond, double OperationsPerSecond)
{
    private const int Megabytes = 512, Rounds = 5;

    public static MachineLimits Measure()
    {
        // The best of several rounds: a limit is what was possible, not what was usual.
        return new(Enumerable.Range(0, Rounds).Max(_ => ReadRate()), Enumerable.Range(0, Rounds).Max(_ => MultiplyAddRate()));
    }

    private static double ReadRate()
    {
        int cores = Environment.ProcessorCount;
        long each = (long)Megabytes << 20;
        each /= cores;
        float[][] memory = [.. Enumerable.Range(0, cores).Select(_ => GC.AllocateUninitializedArray<float>((int)(each / sizeof(float))))];
        foreach (float[] part in memory)
            Array.Fill(part, 1f);
        double sum = 0;
        double seconds = OnAllCores(core => sum += Sum(memory[core]));
        if (sum < 0)
            throw new InvalidOperationException("the sum is used, so that it is computed");
        return cores * each / seconds;
    }

    private static float Sum(float[] values)
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 3 < vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector512.Sum(a + b + c + d);
    }

    private static double MultiplyAddRate()
    {
        const int Steps = 20_000_000;
        double sum = 0;
        double seconds = OnAllCores(_ => sum += MultiplyAdd(Steps));
        if (double.IsNaN(sum))
            throw new InvalidOperationException("the sum is used, so that it is computed");
        return Environment.ProcessorCount * (double)Steps * 8 * Vector512<float>.Count * 2 / seconds;
    }

    /// <summary>Eight chains at once: as many as hide the delay of one.</summary>
    private static float MultiplyAdd(int steps)
    {
        var factor = Vector512.Create(0.9999f);
        var term = Vector512.Create(0.0001f);
        Vector512<float> a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor;
        for (int i = 0; i < steps; i++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, term);
            b = Vector512.FusedMultiplyAdd(b, factor, term);
            c = Vector512.FusedMultiplyAdd(c, factor, term);
            d = Vector512.FusedMultiplyAdd(d, factor, term);
            e = Vector512.FusedMultiplyAdd(e, factor, term);
            f = Vector512.FusedMultiplyAdd(f, factor, term);
            g = Vector512.FusedMultiplyAdd(g, factor, term);
            h = Vector512.FusedMultiplyAdd(h, factor, term);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h);
    }

    private static double OnAllCores(Action<int> work)
    {
        long started = Stopwatch.GetTimestamp();
        Parallel.For(0, Environment.ProcessorCount, work);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
