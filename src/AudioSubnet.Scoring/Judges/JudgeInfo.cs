namespace AudioSubnet.Scoring.Judges;

/// <summary>A neural judge that is in use, or why it is not.</summary>
/// <param name="Name">Its name, for example "nisqa".</param>
/// <param name="License">Licence of its weights.</param>
/// <param name="Path">Where its weights are; null if it is not in use.</param>
/// <param name="Absence">Why it is not in use; null if it is.</param>
public sealed record JudgeInfo(string Name, string License, string? Path, string? Absence = null);
