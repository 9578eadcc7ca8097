namespace Bittensor.Wallets;

/// <summary>The password does not open this keyfile (or the file was damaged: the two cannot be told apart).</summary>
public sealed class WrongPasswordException : KeyfileException
{
    /// <summary>
    /// Creates the exception for a keyfile; <paramref name="source"/> tells where the password came from, if not from the caller.
    /// </summary>
    public WrongPasswordException(string path, string? source = null)
        : base(path, $"wrong password{(source is null ? "" : $" in the environment variable {source}")}, or the file is damaged.")
    {
    }
}
