namespace Bittensor.Wallets;

/// <summary>A keyfile or wallet folder cannot be read or written. The message names the file and the reason, never a secret.</summary>
public class KeyfileException : Exception
{
    /// <summary>Creates the exception; the message is "path: reason".</summary>
    public KeyfileException(string path, string reason, Exception? innerException = null)
        : base($"{path}: {reason}", innerException) => (Path, Reason) = (path, reason);

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What is wrong and what to do about it.</summary>
    public string Reason { get; }
}
