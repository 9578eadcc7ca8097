using AudioSubnet.Validator.Rounds;
using AudioSubnet.Validator.Scores;

namespace AudioSubnet.Validator.Events;

/// <summary>A round is over and saved.</summary>
/// <param name="At">When.</param>
/// <param name="Result">The round.</param>
/// <param name="Scores">The board after it.</param>
public sealed record RoundFinished(DateTimeOffset At, RoundResult Result, ScoreBoard Scores) : ValidatorEvent(At);
