using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Benchmarks;

/// <summary>What this machine can do at best, measured with all its cores: how fast memory is read, and how fast float32 numbers are multiplied and added.</summary>
/// <param name="BytesPerSecond">Reading memory that no cache holds.</param>
/// <param name="OperationsPerSecond">Fused multiply-adds in registers, two operations each.</param>
internal sealed record MachineLimits(double BytesPerSecond, double OperationsPerSecond)
{
    private const int Rounds = 5;
    private const long BytesOfRound = 512 << 20;

    public static MachineLimits Measure()
    {
        // The best of several rounds: a limit is what was possible, not what was usual.
        var reader = new MemoryReader();
        return new(Enumerable.Range(0, Rounds).Max(_ => BytesOfRound / reader.Seconds(BytesOfRound)), Enumerable.Range(0, Rounds).Max(_ => MultiplyAddRate()));
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
