namespace AudioSubnet.Validator.Events;

/// <summary>A folder service has saved an answer.</summary>
/// <param name="At">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Source">The file (and line) that asked.</param>
/// <param name="Result">The audio file.</param>
/// <param name="Uid">The miner that made it.</param>
/// <param name="Score">Its score.</param>
public sealed record FileAnswered(DateTimeOffset At, AudioService Service, string Source, string Result, ushort Uid, double Score) : ValidatorEvent(At);
