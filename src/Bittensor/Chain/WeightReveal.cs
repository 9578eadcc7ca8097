namespace Bittensor.Chain;

/// <summary>Something that happened to weights that were committed earlier.</summary>
/// <param name="Result">What became of them.</param>
/// <param name="Commit">The weights.</param>
/// <param name="Message">What happened and why, for people.</param>
public sealed record WeightReveal(RevealResult Result, PendingReveal Commit, string Message);
