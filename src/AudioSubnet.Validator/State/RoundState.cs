using System.Collections.Immutable;
using AudioSubnet.Validator.Scores;

namespace AudioSubnet.Validator.State;

/// <summary>Everything that a round begins with and changes. Immutable; saved as one transaction.</summary>
/// <param name="NextRound">Number of the next round, from 1.</param>
/// <param name="NextService">Service of the next round.</param>
/// <param name="Scores">The moving averages.</param>
/// <param name="Drawn">Who and what has had its turn, by pool ("miners/tts", "prompts/tts", "voices", …).</param>
public sealed record RoundState(
    int NextRound, AudioService NextService, ScoreBoard Scores, ImmutableDictionary<string, IReadOnlySet<string>> Drawn)
{
    /// <summary>Before the first round.</summary>
    public static RoundState Initial { get; } =
        new(1, AudioServices.Rotation[0], ScoreBoard.Empty, ImmutableDictionary.Create<string, IReadOnlySet<string>>(StringComparer.Ordinal));

    /// <summary>What has had its turn in a pool.</summary>
    public IReadOnlySet<string> DrawnFrom(string pool) =>
        Drawn.TryGetValue(pool, out IReadOnlySet<string>? items) ? items : ImmutableHashSet<string>.Empty;

    /// <summary>A copy in which a pool has moved on.</summary>
    public RoundState WithDrawn(string pool, IReadOnlySet<string> items) => this with { Drawn = Drawn.SetItem(pool, items) };
}
