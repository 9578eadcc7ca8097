using AudioSubnet.Validator.Rounds;

namespace AudioSubnet.Validator.Events;

/// <summary>An answer has its verdict and is folded into the scores.</summary>
/// <param name="At">When.</param>
/// <param name="Response">The answer with its score, metrics, verdict and averages.</param>
public sealed record ResponseScored(DateTimeOffset At, MinerResponse Response) : ValidatorEvent(At);
