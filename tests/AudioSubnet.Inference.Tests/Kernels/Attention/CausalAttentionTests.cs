using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Kernels.Attention;

public sealed class CausalAttentionTests
{
    public CausalAttentionTests() => Assert.SkipUnless(Avx512F.IsSupported, "The processor has no AVX-512.");

    [Theory]
    [InlineData(1, 1, 64, 1)]
    [InlineData(1, 2, 64, 40)]
    [InlineData(2, 3, 64, 270)]
    [InlineData(1, 1, 5, 33)]
    [InlineData(2, 2, 12, 17)]
    [InlineData(1, 2, 80, 49)]
    [InlineData(1, 1, 256, 21)]
    [InlineData(3, 1, 33, 16)]
    [InlineData(1, 1, 1, 300)]
    public void Attention_is_that_of_the_formula_however_the_sequence_is_cut(int batch, int heads, int size, int length)
    {
        RememberedSequence sequence = new(batch, heads, size, length, seed: size + length);
        float scale = 1 / MathF.Sqrt(size);
        double[] exact = sequence.Expected(scale), rounded = sequence.Rounded().Expected(scale);
        int half = length / 2, few = Math.Min(3, length - half);
        foreach (int[] pieces in (int[][])[[.. Enumerable.Repeat(1, length)], [length], [half, few, length - half - few], [1, length - 1]])
        {
            int[] present = [.. pieces.Where(piece => piece > 0)];
            AreClose(exact, sequence.Run(TensorType.Float32, scale, 1, present), 2e-6);
            AreClose(rounded, sequence.Run(TensorType.Int8, scale, 1, present), 2e-6);
        }
    }

    [Fact]
    public void Attention_is_that_of_the_formula_for_random_shapes()
    {
        Random random = new(20);
        for (int i = 0; i < 60; i++)
        {
            int batch = random.Next(1, 4), heads = random.Next(1, 5), size = random.Next(1, 140), length = random.Next(1, 60);
            float scale = (float)random.NextDouble();
            List<int> pieces = [];
            while (pieces.Sum() < length)
                pieces.Add(random.Next(1, length - pieces.Sum() + 1));
            RememberedSequence sequence = new(batch, heads, size, length, seed: i);
            AreClose(sequence.Expected(scale), sequence.Run(TensorType.Float32, scale, random.Next(1, 9), [.. pieces]), 1e-5);
            AreClose(sequence.Rounded().Expected(scale), sequence.Run(TensorType.Int8, scale, random.Next(1, 9), [.. pieces]), 1e-3); // what lies between two integers may be rounded to either
        }
    }

    [Theory]
    [InlineData(1e-30f, 1e-6)]
    [InlineData(1e-3f, 1e-6)]
    [InlineData(30f, 1e-3)]
    [InlineData(1e4f, 1e-3)]
    public void Tiny_and_huge_numbers_are_weighed_like_others(float magnitude, double tolerance)
    {
        // Scores of 1e8 leave one position with all the weight; those of 1e-60 share it evenly.
        RememberedSequence sequence = new(1, 2, 32, 290, seed: 3, magnitude);
        foreach (int[] pieces in (int[][])[[290], [280, .. Enumerable.Repeat(1, 10)]])
        {
            AreClose(sequence.Expected(0.2f), sequence.Run(TensorType.Float32, 0.2f, 1, pieces), tolerance * magnitude);
            AreClose(sequence.Rounded().Expected(0.2f), sequence.Run(TensorType.Int8, 0.2f, 1, pieces), tolerance * magnitude);
        }
    }

    [Fact]
    public void Zeros_give_zeros()
    {
        RememberedSequence sequence = new(1, 1, 16, 20, seed: 1, magnitude: 0);
        Assert.All(sequence.Run(TensorType.Int8, 1, 1, 12, 8), static x => Assert.Equal(0, x));
        Assert.All(sequence.Run(TensorType.Float32, 1, 1, 12, 8), static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Numbers_that_are_none_are_not_hidden()
    {
        foreach (TensorType type in (TensorType[])[TensorType.Float32, TensorType.Int8])
        {
            RememberedSequence sequence = new(1, 1, 16, 20, seed: 1);
            sequence.Keys[5 * 16 + 3] = float.NaN;
            float[] results = sequence.Run(type, 1, 1, 12, 1, 7);
            Assert.All(results[..(5 * 16)], static x => Assert.False(float.IsNaN(x)));
            Assert.All(results[(5 * 16)..], static x => Assert.True(float.IsNaN(x)));
        }
    }

    [Fact]
    public void Rounding_to_bytes_moves_results_by_less_than_a_hundredth()
    {
        RememberedSequence sequence = new(1, 4, 64, 200, seed: 9, magnitude: 2);
        Assert.InRange(Distance(sequence.Expected(0.125f), sequence.Run(TensorType.Int8, 0.125f, 1, 200)), 1e-4, 1e-2);
    }

    [Fact]
    public void Elements_of_keys_that_are_far_from_zero_do_not_take_the_range_of_the_others()
    {
        // As in trained decoders: the same few elements at all positions.
        RememberedSequence sequence = new(1, 4, 64, 200, seed: 9, magnitude: 2);
        for (int i = 0; i < sequence.Keys.Length; i += 32)
            sequence.Keys[i] += 20;
        double[] exact = sequence.Expected(0.125f);
        double plain = Distance(exact, [.. sequence.Rounded(turned: false).Expected(0.125f).Select(static x => (float)x)]);
        Assert.InRange(Distance(exact, sequence.Run(TensorType.Int8, 0.125f, 1, 200)), 1e-4, plain / 2);
    }

    private static double Distance(double[] expected, float[] actual) =>
        Math.Sqrt(expected.Zip(actual, static (x, y) => (x - y) * (x - y)).Sum() / expected.Sum(static x => x * x));

    private static void AreClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
