using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Random numbers that are the same on every machine and runtime (SplitMix64, Steele, Lea and Flood 2014); one stream for each
/// purpose.</summary>
internal sealed class SeededRandom
{
    private readonly string _origin;
    private ulong _state;

    /// <summary>A stream that follows from a text alone.</summary>
    public SeededRandom(string origin)
    {
        _origin = origin;
        _state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
    }

    /// <summary>An independent stream, so that a change in one part of a piece does not change the others.</summary>
    public SeededRandom For(string purpose) => new($"{_origin}\n{purpose}");

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 … count − 1.</summary>
    public int Below(int count) => (int)(NextDouble() * count);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of the items.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Roughly normal with mean 0 and standard deviation 1, within ±3 (sum of uniforms, so that it never surprises).</summary>
    public double Bell()
    {
        double sum = 0;
        for (int i = 0; i < 3; i++)
            sum += Between(-1, 1);
        return sum;
    }

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
