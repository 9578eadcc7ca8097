using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>
/// A wallet that was just created, with the sentences to write down. They are secrets and not shown by <see cref="ToString"/>.
/// </summary>
/// <param name="Wallet">The wallet on disk.</param>
/// <param name="ColdkeyMnemonic">Restores the coldkey.</param>
/// <param name="HotkeyMnemonic">Restores the hotkey.</param>
public sealed record NewWallet(Wallet Wallet, Mnemonic ColdkeyMnemonic, Mnemonic HotkeyMnemonic);
