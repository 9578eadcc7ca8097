namespace Bittensor.Chain.Rpc;

/// <summary>How weights reached the chain.</summary>
/// <param name="Receipt">The block that holds them, or their commit.</param>
/// <param name="Commit">The commit that is still to be revealed; null if the weights were set at once.</param>
/// <param name="Reveals">What happened to earlier commits on the way.</param>
public sealed record WeightSubmission(ExtrinsicReceipt Receipt, PendingReveal? Commit, IReadOnlyList<WeightReveal> Reveals);
