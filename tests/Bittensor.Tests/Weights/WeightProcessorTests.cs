using System.Net;
using Bittensor.Chain;
using Bittensor.Weights;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Bittensor.Tests.Weights;

[Trait("Area", "chain")]
public sealed class WeightProcessorTests
{
    private static readonly SubnetHyperparameters s_open = new();

    [Fact]
    public void Scores_keep_their_proportions_and_the_best_has_65535() =>
        WeightProcessor.Process([0.5, 0.25, 0, 0.125], s_open, 4)
            .ShouldBe([new UidWeight(0, 65535), new UidWeight(1, 32768), new UidWeight(3, 16384)]);

    [Fact]
    public void Rounding_is_half_to_even_as_in_the_SDK() =>
        // 65535/2 = 32767.5 and 65535/6 = 10922.5
        WeightProcessor.Process([1, 1.0 / 2, 1.0 / 6], s_open, 3).Select(entry => (int)entry.Weight).ShouldBe([65535, 32768, 10922]);

    [Fact]
    public void Negative_NaN_and_infinite_scores_count_as_none() =>
        WeightProcessor.Process([double.NaN, -3, double.PositiveInfinity, 2, double.NegativeInfinity], s_open, 5).ShouldBe([new UidWeight(3, 65535)]);

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { -1.0, double.NaN })]
    public void Without_a_positive_score_all_neurons_weigh_the_same(double[] scores) =>
        WeightProcessor.Process(scores, s_open, 3).ShouldBe([new UidWeight(0, 65535), new UidWeight(1, 65535), new UidWeight(2, 65535)]);

    [Fact]
    public void An_empty_subnet_has_no_weights() => WeightProcessor.Process([], s_open, 0).ShouldBeEmpty();

    [Theory]
    [InlineData(1.0)]
    [InlineData(1e6)]
    [InlineData(1e-9)]
    public void With_too_few_scores_every_neuron_gets_a_minimal_weight_whatever_the_scale(double scale)
    {
        IReadOnlyList<UidWeight> weights = WeightProcessor.Process([0, 3 * scale, scale], s_open with { MinAllowedWeights = 4 }, 6);

        weights.Count.ShouldBe(6);
        weights[1].Weight.ShouldBe((ushort)65535);
        weights.Where(entry => entry.Uid is 0 or 3 or 4 or 5).ShouldAllBe(entry => entry.Weight == 1);
    }

    [Fact]
    public void The_limit_cuts_the_largest_shares_at_one_level()
    {
        // The fixed point of "cut at level, normalise": 0.4 of the sum for the first, the others unchanged among themselves.
        double[] shares = WeightProcessor.NormalizeWithLimit([8, 1, 1, 1], 0.4);

        shares.Sum().ShouldBe(1, 1e-12);
        shares[0].ShouldBe(0.4, 1e-6);
        shares[1..].ShouldAllBe(share => Math.Abs(share - 0.2) < 1e-6);
    }

    [Fact]
    public void The_lowest_scores_can_be_excluded_by_quantile()
    {
        double[] scores = [1, 2, 3, 4, 5];

        WeightProcessor.Process(scores, s_open, 5, excludeQuantile: 0.5).Select(entry => (int)entry.Uid).ShouldBe([2, 3, 4]);
        WeightProcessor.Process(scores, s_open with { MinAllowedWeights = 5 }, 5, excludeQuantile: 0.5).Count.ShouldBe(5);
    }

    [Fact]
    public void More_scores_than_neurons_are_an_error_that_says_so() =>
        Should.Throw<ArgumentException>(() => WeightProcessor.Process([1, 2, 3], s_open, 2)).Message.ShouldContain("3 scores for 2 neurons");

    [Property(MaxTest = 300)]
    public Property Whatever_the_scores_the_chain_accepts_the_weights() =>
        Prop.ForAll(Cases().ToArbitrary(), sample =>
        {
            (double[] scores, int count, SubnetHyperparameters rules) = sample;
            IReadOnlyList<UidWeight> weights = WeightProcessor.Process(scores, rules, count);

            weights.Max(entry => entry.Weight).ShouldBe(ushort.MaxValue);
            weights.Count.ShouldBeGreaterThanOrEqualTo(Math.Min(count, rules.MinAllowedWeights));
            weights.ShouldAllBe(entry => entry.Uid < count && entry.Weight > 0);
            weights.Select(entry => entry.Uid).ShouldBeUnique();
            double largest = scores.Where(double.IsFinite).DefaultIfEmpty().Max();
            int positive = scores.Count(score => double.IsFinite(score) && score > 0 && score / largest > 0);
            int entries = positive == 0 || positive < rules.MinAllowedWeights ? count : positive;
            if ((long)entries * rules.MaxWeightsLimit > ushort.MaxValue)
                ((long)ushort.MaxValue * ushort.MaxValue).ShouldBeLessThanOrEqualTo(weights.Sum(entry => (long)entry.Weight) * rules.MaxWeightsLimit);
        });

    [Property(MaxTest = 300)]
    public Property A_better_score_never_weighs_less() =>
        Prop.ForAll(Cases().ToArbitrary(), sample =>
        {
            (double[] scores, int count, SubnetHyperparameters rules) = sample;
            var weights = WeightProcessor.Process(scores, rules, count).ToDictionary(entry => entry.Uid, entry => entry.Weight);
            int[] ranked = [.. Enumerable.Range(0, scores.Length).Where(uid => double.IsFinite(scores[uid])).OrderBy(uid => scores[uid])];

            foreach ((int lower, int higher) in ranked.Zip(ranked.Skip(1)))
                weights.GetValueOrDefault((ushort)higher).ShouldBeGreaterThanOrEqualTo(
                    scores[lower] < scores[higher] ? weights.GetValueOrDefault((ushort)lower) : (ushort)0);
        });

    [Property(MaxTest = 300)]
    public Property Shares_sum_to_one_and_stay_within_the_limit() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).Select(value => value / 1000.0).NonEmptyListOf().Zip(Gen.Choose(1, 1000)).ToArbitrary(), sample =>
        {
            double[] weights = [.. sample.Item1];
            double limit = sample.Item2 / 1000.0;
            double[] shares = WeightProcessor.NormalizeWithLimit(weights, limit);

            shares.Sum().ShouldBe(1, 1e-9);
            shares.Max().ShouldBeLessThanOrEqualTo(Math.Max(limit, 1.0 / weights.Length) + 1e-9);
        });

    [Fact]
    public void The_next_update_may_come_a_rate_limit_after_the_last()
    {
        var hotkey = default(Bittensor.Crypto.AccountId);
        var neuron = new NeuronInfo
        {
            Uid = 0,
            Hotkey = hotkey,
            Coldkey = hotkey,
            Axon = new AxonInfo(hotkey, IPAddress.Any, 0),
            Stake = default,
            LastUpdate = 250,
        };

        WeightSchedule.NextAllowedBlock(neuron, s_open with { WeightsSetRateLimit = 100 }).ShouldBe(350UL);
        WeightSchedule.NextAllowedBlock(neuron with { LastUpdate = 0 }, s_open).ShouldBe(0UL);
    }

    private static Gen<(double[] Scores, int Count, SubnetHyperparameters Rules)> Cases() =>
        from scores in Gen.Frequency(
            (8, Gen.Choose(0, 1_000_000).Select(value => value / 999.0)),
            (2, Gen.Constant(0.0)),
            (1, Gen.Elements(double.NaN, -1, double.PositiveInfinity, double.MaxValue, double.Epsilon))).NonEmptyListOf()
        from more in Gen.Choose(0, 5)
        from minimum in Gen.Choose(0, 12)
        from limit in Gen.OneOf(Gen.Constant(65535), Gen.Choose(1, 65535))
        select (scores.ToArray(), scores.Count + more, new SubnetHyperparameters { MinAllowedWeights = (ushort)minimum, MaxWeightsLimit = (ushort)limit });
}
