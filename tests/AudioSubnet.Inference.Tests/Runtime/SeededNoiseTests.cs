using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Runtime;

public sealed class SeededNoiseTests
{
    // Known answers published with Random123 (kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xE169C58D6627E8D5UL, 0x9B00DBD8BC57AC4CUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41C83B0E408F276DUL, 0x6D5451FDA20BC7C6UL)]
    [InlineData(0x85A308D3243F6A88UL, 0x0370734413198A2EUL, 0x299F31D0A4093822UL, 0x94FDCCEBD16CFE09UL, 0x24126EA15001E420UL)]
    public void Bits_are_those_of_Philox(ulong counterLow, ulong counterHigh, ulong key, ulong low, ulong high) =>
        Assert.Equal((low, high), SeededNoise.Block(counterLow, counterHigh, key));

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-15, -7.941345326170997)]
    public void Normal_quantiles_are_exact(double p, double expected) => Assert.Equal(expected, SeededNoise.InverseNormal(p), 1e-13);

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_streams_differ()
    {
        float[] first = new float[1000], again = new float[1000], other = new float[1000];
        new SeededNoise(7).FillNormal(first);
        SeededNoise pieces = new(7);
        pieces.FillNormal(again.AsSpan(0, 333));
        pieces.FillNormal(again.AsSpan(333));
        new SeededNoise(7, stream: 1).FillNormal(other);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Numbers_have_the_moments_of_their_distribution()
    {
        float[] values = new float[200_000];
        new SeededNoise(1).FillNormal(values);
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, values.Average(static value => value * value), 0.015);
        Assert.Equal(3, values.Average(static value => Math.Pow(value, 4)), 0.1);
        new SeededNoise(2).FillUniform(values);
        Assert.Equal(0.5, values.Average(), 0.005);
        Assert.InRange(values.Min(), 0, 1e-4);
        Assert.InRange(values.Max(), 1 - 1e-4, 0.99999999);
        new SeededNoise(3).FillBernoulli(values, 0.3);
        Assert.Equal(0.3, values.Average(), 0.005);
    }
}
