using AudioSubnet.Scoring.Music;

namespace AudioSubnet.Scoring.Tests.Music;

/// <summary>The mathematics of ranking, on made-up embeddings.</summary>
[Trait("Area", "scoring")]
public class PromptRankTests
{
    private const int Width = 32;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory, MemberData(nameof(Seeds))]
    public void A_prompt_that_describes_the_sound_best_has_rank_1(int seed)
    {
        var random = new Random(seed);
        float[] prompt = Direction(random);
        PromptRank rank = PromptRank.Of([prompt], prompt, Directions(random, 20));
        rank.Share!.Value.ShouldBe(1, 1e-9);
        rank.Beaten.ShouldBe(20);
        rank.Similarity.ShouldBe(1, 1e-5);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void A_prompt_that_describes_it_worst_has_rank_0(int seed)
    {
        var random = new Random(seed);
        float[] prompt = Direction(random);
        PromptRank rank = PromptRank.Of([[.. prompt.Select(value => -value)]], prompt, Directions(random, 20));
        rank.Share!.Value.ShouldBe(0, 1e-9);
        rank.Beaten.ShouldBe(0);
    }

    [Fact]
    public void Sounds_made_for_no_prompt_beat_half_of_the_others()
    {
        var random = new Random(7);
        Enumerable.Range(0, 400).Average(_ => PromptRank.Of([Direction(random)], Direction(random), Directions(random, 16)).Share!.Value).ShouldBe(0.5, 0.05);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_nearer_the_sound_the_higher_the_rank(int seed)
    {
        var random = new Random(seed);
        float[] prompt = Direction(random), noise = Direction(random);
        float[][] others = Directions(random, 20);
        PromptRank[] ranks = [.. new[] { -1f, 0, 0.5f, 1, 2, 10 }.Select(nearness => PromptRank.Of([[.. noise.Zip(prompt, (a, b) => a + nearness * b)]], prompt, others))];
        ranks.Select(rank => rank.Similarity).ShouldBeInOrder();
        ranks[^1].Share!.Value.ShouldBe(1, 1e-9);
        ranks[0].Share!.Value.ShouldBeLessThan(ranks[^1].Share!.Value);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_rank_depends_on_directions_alone(int seed)
    {
        var random = new Random(seed);
        float[] prompt = Direction(random);
        float[][] sound = Directions(random, 3), others = Directions(random, 10);
        PromptRank rank = PromptRank.Of(sound, prompt, others);
        PromptRank louder = PromptRank.Of([.. sound.Select(window => Array.ConvertAll(window, value => 3 * value))], prompt, [.. others.Reverse()]);
        louder.Share!.Value.ShouldBe(rank.Share!.Value, 1e-9);
        louder.Best.ShouldBe(others.Length - 1 - rank.Best);
        louder.BestSimilarity.ShouldBe(rank.BestSimilarity, 1e-5);
    }

    [Fact]
    public void Another_prompt_that_says_the_same_does_not_count()
    {
        float[] prompt = [1, 0, 0], same = [1, 1e-4f, 0], other = [0, 0, 1], sound = [1, 0.1f, 0];
        PromptRank rank = PromptRank.Of([sound], prompt, [same, other]);
        rank.Beaten.ShouldBe(1);
        rank.Share!.Value.ShouldBe(1, 1e-3);
        PromptRank.Of([sound], prompt, [prompt]).Share.ShouldBeNull();
        PromptRank.Of([sound], prompt, []).Share.ShouldBeNull();
    }

    [Fact]
    public void A_tie_is_half_and_every_window_counts_alike()
    {
        float[] prompt = [1, 0], other = [0, 1];
        PromptRank.Of([[1, 1]], prompt, [other]).Share!.Value.ShouldBe(0.5, 1e-9);
        PromptRank.Of([prompt, other], prompt, [other]).Share!.Value.ShouldBe(0.5, 1e-9);
        PromptRank.Of([prompt, prompt, other], prompt, [other]).Share!.Value.ShouldBe(1, 1e-9);
    }

    private static float[][] Directions(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Direction(random))];

    private static float[] Direction(Random random) => [.. Enumerable.Range(0, Width).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
}
