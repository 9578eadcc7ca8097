using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Opens keys for signing, and asks for a password only where the file needs one.</summary>
internal static class WalletKeys
{
    /// <summary>The coldkey's pair, to be disposed by the caller.</summary>
    public static Keypair Coldkey(Wallet wallet)
    {
        try
        {
            return wallet.GetColdkey();
        }
        catch (PasswordRequiredException)
        {
            return wallet.GetColdkey(SecretPrompt.Ask($"Password of the coldkey '{wallet.Name}'"));
        }
    }

    /// <summary>The hotkey's pair, to be disposed by the caller.</summary>
    public static Keypair Hotkey(Wallet wallet)
    {
        try
        {
            return wallet.GetHotkey();
        }
        catch (PasswordRequiredException)
        {
            return wallet.GetHotkey(SecretPrompt.Ask($"Password of the hotkey '{wallet.HotkeyName}'"));
        }
    }
}
