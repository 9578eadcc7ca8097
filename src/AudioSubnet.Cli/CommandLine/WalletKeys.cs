using Bittensor.Crypto;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Opens keys, and asks for a password only where the file needs one.</summary>
internal static class WalletKeys
{
    /// <summary>The coldkey's pair, to be disposed by the caller.</summary>
    public static Keypair Coldkey(Wallet wallet) => Open(wallet.GetColdkey, $"Password of the coldkey '{wallet.Name}'");

    /// <summary>The hotkey's pair, to be disposed by the caller.</summary>
    public static Keypair Hotkey(Wallet wallet) => Open(wallet.GetHotkey, $"Password of the hotkey '{wallet.HotkeyName}'");

    /// <summary>Opens without a password, and with the one that the user gives if that is not enough.</summary>
    /// <param name="open">Opens the key with a password; null is none.</param>
    /// <param name="question">What to ask.</param>
    public static T Open<T>(Func<string?, T> open, string question)
    {
        try
        {
            return open(null);
        }
        catch (PasswordRequiredException)
        {
            return open(SecretPrompt.Ask(question));
        }
    }
}
