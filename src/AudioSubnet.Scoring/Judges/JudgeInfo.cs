namespace AudioSubnet.Scoring.Judges;

/// <summary>A neural judge that is in use, or why it is not.</summary>
/// <param name="Name">Its name, under which its weights can be pulled, for example "nisqa".</param>
/// <param name="Measures">What it judges, for example "naturalness".</param>
/// <param name="License">Licence of its weights.</param>
/// <param name="Path">Where its weights are; null if it is not in use.</param>
/// <param name="StandIn">What measures in its place where it is not in use.</param>
/// <param name="Absence">Why it is not in use; null if it is.</param>
public sealed record JudgeInfo(string Name, string Measures, string License, string? Path, string StandIn, string? Absence = null);
