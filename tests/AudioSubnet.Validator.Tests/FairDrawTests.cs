using System.Collections.Immutable;
using AudioSubnet.Validator.Rounds;
using FsCheck.Xunit;

namespace AudioSubnet.Validator.Tests;

[Trait("Area", "validator")]
public sealed class FairDrawTests
{
    [Property(MaxTest = 200)]
    public bool Every_candidate_is_drawn_as_often_as_every_other_or_once_more(byte candidates, byte subset, int seed)
    {
        string[] names = [.. Enumerable.Range(0, 1 + (candidates % 30)).Select(i => $"miner {i}")];
        int count = Math.Min(1 + (subset % 12), names.Length);
        var random = new Random(seed);
        var drawn = names.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        IReadOnlySet<string> used = ImmutableHashSet<string>.Empty;
        for (int round = 0; round < 60; round++)
        {
            FairDraw draw = FairDraw.Take(names, used, count, random);
            if (draw.Picked.Count != count || draw.Picked.Distinct(StringComparer.Ordinal).Count() != count)
                return false;
            foreach (string name in draw.Picked)
                drawn[name]++;
            if (drawn.Values.Max() - drawn.Values.Min() > 1)
                return false;
            used = draw.Used;
        }

        return true;
    }

    [Property(MaxTest = 100)]
    public bool Nobody_waits_longer_than_one_cycle_while_others_come_and_go(int seed)
    {
        var random = new Random(seed);
        List<string> present = [.. Enumerable.Range(0, 12).Select(i => $"miner {i}")];
        IReadOnlySet<string> used = ImmutableHashSet<string>.Empty;
        int waited = 0;
        for (int round = 0; round < 200; round++)
        {
            FairDraw draw = FairDraw.Take(present, used, 4, random);
            used = draw.Used;
            waited = draw.Picked.Contains("miner 0", StringComparer.Ordinal) ? 0 : waited + 1;

            // 12 candidates in fours: a cycle is 3 draws, and between two turns lie at most the rest of one cycle and most of the next,
            // newcomers included.
            if (waited > 6 + 6)
                return false;
            if (random.Next(3) == 0)
            {
                present[random.Next(1, present.Count)] = $"newcomer {round}";
            }
        }

        return true;
    }

    [Fact]
    public void More_than_there_are_begins_again_only_after_all_had_a_turn()
    {
        FairDraw draw = FairDraw.Take(["a", "b", "c"], ImmutableHashSet<string>.Empty, 7, new Random(1));

        draw.Picked.Take(3).Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c"]);
        draw.Picked.Skip(3).Take(3).Order(StringComparer.Ordinal).ShouldBe(["a", "b", "c"]);
        draw.Used.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_seed_draws_the_same()
    {
        string[] names = [.. Enumerable.Range(0, 50).Select(i => $"{i}")];
        FairDraw.Take(names, ImmutableHashSet<string>.Empty, 10, new Random(3)).Picked
            .ShouldBe(FairDraw.Take(names.Reverse().ToArray(), ImmutableHashSet<string>.Empty, 10, new Random(3)).Picked);
    }

    [Fact]
    public void Nothing_cannot_be_drawn_from() =>
        Should.Throw<ArgumentException>(() => FairDraw.Take([], ImmutableHashSet<string>.Empty, 1, new Random(1)));
}
