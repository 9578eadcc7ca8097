using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Benchmarks;

/// <summary>Reads memory that no cache holds, with all cores: what a decoder's step cannot be faster than.</summary>
internal sealed class MemoryReader
{
    private const int Megabytes = 512, VectorsAtOnce = 4;

    private readonly float[][] _memory;
    private int _start;
    private float _sum;

    public MemoryReader()
    {
        int cores = Environment.ProcessorCount;
        _memory = [.. Enumerable.Range(0, cores).Select(_ => GC.AllocateUninitializedArray<float>((int)(((long)Megabytes << 20) / cores / sizeof(float))))];
        foreach (float[] part in _memory)
            Array.Fill(part, 1f);
    }

    /// <summary>Seconds to read so many bytes; each call goes on where the last one ended.</summary>
    public double Seconds(long bytes)
    {
        int floats = (int)(bytes / sizeof(float) / _memory.Length);
        long started = Stopwatch.GetTimestamp();
        Parallel.For(0, _memory.Length, core => _sum += Read(_memory[core], _start, floats));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        _start = (int)((_start + (long)floats) % _memory[0].Length);
        return _sum < 0 ? throw new InvalidOperationException("the sum is used, so that it is computed") : seconds;
    }

    private static float Read(float[] memory, int start, int count)
    {
        float sum = 0;
        while (count > 0)
        {
            int part = Math.Min(count, memory.Length - start);
            sum += Sum(memory.AsSpan(start, part));
            (count, start) = (count - part, 0);
        }
        return sum;
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
        Vector512<float> a = default, b = default, c = default, d = default;
        for (int i = 0; i + VectorsAtOnce <= vectors.Length; i += VectorsAtOnce)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector512.Sum(a + b + c + d);
    }
}
