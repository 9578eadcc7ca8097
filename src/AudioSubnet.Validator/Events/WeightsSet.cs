using AudioSubnet.Validator.State;

namespace AudioSubnet.Validator.Events;

/// <summary>The chain has taken our weights.</summary>
/// <param name="At">When.</param>
/// <param name="Record">The weights, and whether the chain gave the same back.</param>
public sealed record WeightsSet(DateTimeOffset At, WeightsRecord Record) : ValidatorEvent(At);
