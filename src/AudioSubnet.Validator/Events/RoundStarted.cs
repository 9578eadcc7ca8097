namespace AudioSubnet.Validator.Events;

/// <summary>A round has begun and its miners are being asked.</summary>
/// <param name="At">When.</param>
/// <param name="Round">Its number.</param>
/// <param name="Service">What is asked for.</param>
/// <param name="Uids">Who is asked.</param>
public sealed record RoundStarted(DateTimeOffset At, int Round, AudioService Service, IReadOnlyList<ushort> Uids) : ValidatorEvent(At);
