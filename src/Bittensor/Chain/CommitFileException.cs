namespace Bittensor.Chain;

/// <summary>
/// The file that keeps committed weights until they are revealed cannot be trusted or used. It is left as it is: what it holds is nowhere
/// else, so a person decides whether it is restored from a copy or removed.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="innerException">The failure behind it, if there is one.</param>
public sealed class CommitFileException(string path, string reason, Exception? innerException = null) : IOException(
    $"The file {path} of committed weights {reason}. Restore it from a copy; or remove it, and the weights committed in it are never revealed.",
    innerException)
{
    /// <summary>The file.</summary>
    public string FilePath { get; } = path;
}
