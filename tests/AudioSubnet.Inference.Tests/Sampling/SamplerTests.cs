using AudioSubnet.Inference.Sampling;
using FsCheck.Xunit;

namespace AudioSubnet.Inference.Tests.Sampling;

[Trait("Area", "golden")]
public sealed class SamplerTests
{
    private static float[] Logits(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 12 - 6))];
    }

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        // Chi-square over the cells that expect enough draws: a right sampler fails one seed in a million.
        foreach (int vocabulary in new[] { 7, 60, 700 })
        {
            float[] logits = Logits(vocabulary, vocabulary);
            var sampler = new Sampler(vocabulary, new SamplingOptions { TopK = 0 }, new Random(5));
            const int Draws = 60_000;
            var counts = new int[vocabulary];
            for (int i = 0; i < Draws; i++)
                counts[sampler.Choose([.. logits])]++;
            double[] weights = [.. logits.Select(logit => Math.Exp(logit))];
            double sum = weights.Sum(), chiSquare = 0;
            int cells = 0;
            for (int i = 0; i < vocabulary; i++)
                if (weights[i] / sum * Draws is > 8 and var expected)
                {
                    chiSquare += Math.Pow(counts[i] - expected, 2) / expected;
                    cells++;
                }
            ((chiSquare - cells) / Math.Sqrt(2 * cells)).ShouldBeLessThan(5);
        }
    }

    [Fact]
    public void A_seed_gives_the_same_tokens_and_another_seed_others()
    {
        float[] logits = Logits(1000, 1);
        int[] Tokens(int seed)
        {
            var sampler = new Sampler(1000, new SamplingOptions { Temperature = 1.3f }, new Random(seed));
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Choose([.. logits]))];
        }

        Tokens(3).ShouldBe(Tokens(3));
        Tokens(3).ShouldNotBe(Tokens(4));
    }

    [Property(MaxTest = 200)]
    public bool A_removed_token_is_never_drawn(uint seed, byte keep)
    {
        float[] logits = Logits(300, (int)(seed % 1000));
        LogitsProcessors.TopK(logits, keep % 20 + 1, new float[300]);
        var sampler = new Sampler(300, new SamplingOptions { TopK = 0 }, new Random((int)(seed % 7919)));
        for (int i = 0; i < 100; i++)
            if (float.IsNegativeInfinity(logits[sampler.Draw(logits)]))
                return false;
        return true;
    }

    [Property(MaxTest = 100)]
    public bool Top_k_is_what_a_full_sort_gives(uint seed, ushort k)
    {
        float[] logits = Logits(513, (int)(seed % 9973));
        logits[7] = logits[500]; // a tie
        int keep = k % 512 + 1;
        float least = logits.OrderDescending().ElementAt(keep - 1);
        float[] expected = [.. logits.Select(logit => logit < least ? float.NegativeInfinity : logit)];
        LogitsProcessors.TopK(logits, keep, new float[keep]);
        return logits.SequenceEqual(expected);
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        float[] logits = Logits(12_096, 2), row = new float[12_096];
        var sampler = new Sampler(row.Length, new SamplingOptions { Temperature = 0.7f, TopK = 50, TopP = 0.9f }, new Random(1));
        var wide = new Sampler(row.Length, new SamplingOptions { TopK = 0, TopP = 0.9f }, new Random(1));
        long Allocated(Sampler which)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                logits.CopyTo(row, 0);
                which.Choose(row);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(sampler);
        Allocated(wide);
        Allocated(sampler).ShouldBe(0);
        Allocated(wide).ShouldBe(0);
    }

    [Fact]
    public void Logits_that_leave_no_choice_are_an_error()
    {
        var sampler = new Sampler(3, new SamplingOptions(), new Random(1));
        Should.Throw<InvalidOperationException>(() => sampler.Choose([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]));
        Should.Throw<InvalidOperationException>(() => sampler.Choose([1, float.NaN, 2]));
        new Sampler(3, SamplingOptions.Greedy, new Random(1)).Choose([1, 3, 3]).ShouldBe(1);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (SamplingOptions options in new SamplingOptions[] { new() { Temperature = 0 }, new() { TopK = -1 }, new() { TopP = 1.1f }, new() { TopP = -0.1f } })
            Should.Throw<ArgumentOutOfRangeException>(() => new Sampler(3, options, new Random(1)));
    }
}
