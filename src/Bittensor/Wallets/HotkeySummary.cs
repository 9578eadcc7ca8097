using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>A hotkey in a listing.</summary>
/// <param name="Name">The hotkey's name.</param>
/// <param name="Account">Its account; null if it cannot be told without a password.</param>
/// <param name="Problem">Why the account is unknown; null if it is known.</param>
public sealed record HotkeySummary(string Name, AccountId? Account, string? Problem = null);
