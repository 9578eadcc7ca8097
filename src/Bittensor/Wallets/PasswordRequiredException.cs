namespace Bittensor.Wallets;

/// <summary>The keyfile is encrypted, and neither the caller nor the environment gave a password.</summary>
public sealed class PasswordRequiredException : KeyfileException
{
    /// <summary>Creates the exception for a keyfile.</summary>
    public PasswordRequiredException(string path)
        : base(path, $"this keyfile is encrypted; give its password, or set {EnvironmentPassword.VariableOf(path)} or BT_COLD_PW_<wallet name>.")
    {
    }
}
