using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>A wallet in a listing; only public parts were read.</summary>
/// <param name="Name">The wallet's name.</param>
/// <param name="Coldkey">The coldkey's account; null if it cannot be told without a password.</param>
/// <param name="HasColdkeySecret">True if the private coldkey file is there.</param>
/// <param name="Hotkeys">The hotkeys, by name.</param>
/// <param name="Problem">Why the coldkey's account is unknown; null if it is known.</param>
public sealed record WalletSummary(
    string Name, AccountId? Coldkey, bool HasColdkeySecret, IReadOnlyList<HotkeySummary> Hotkeys, string? Problem = null);
