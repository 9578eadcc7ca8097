namespace Bittensor.Wallets;

/// <summary>The keyfile is encrypted, and neither the caller nor the environment gave a password.</summary>
public sealed class PasswordRequiredException : KeyfileException
{
    /// <summary>Creates the exception for a keyfile; <paramref name="walletName"/> is the wallet's if the file is its coldkey.</summary>
    public PasswordRequiredException(string path, string? walletName = null)
        : base(path, "this keyfile is encrypted; give its password, or set the environment variable "
            + EnvironmentPassword.VariableOf(path)
            + (walletName is null ? "." : $" (encoded) or {EnvironmentPassword.WalletPrefix}{walletName} (plain)."))
    {
    }
}
