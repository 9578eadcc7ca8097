namespace AudioSubnet.Validator.Events;

/// <summary>A miner's answer has come, or will not come any more; it is not scored yet.</summary>
/// <param name="At">When.</param>
/// <param name="Round">The round.</param>
/// <param name="Service">What was asked for.</param>
/// <param name="Uid">The miner.</param>
/// <param name="StatusCode">200, 403, 408, 503, …</param>
/// <param name="Elapsed">Time from question to answer.</param>
public sealed record ResponseReceived(DateTimeOffset At, int Round, AudioService Service, ushort Uid, int StatusCode, TimeSpan Elapsed) : ValidatorEvent(At);
