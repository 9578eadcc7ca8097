namespace AudioSubnet.Validator.Events;

/// <summary>Something went wrong and the validator goes on.</summary>
/// <param name="At">When.</param>
/// <param name="Area">Where: "chain", "weights", "round", "prompts", "folders", "state".</param>
/// <param name="Message">What was wrong and what to do.</param>
public sealed record Problem(DateTimeOffset At, string Area, string Message) : ValidatorEvent(At);
