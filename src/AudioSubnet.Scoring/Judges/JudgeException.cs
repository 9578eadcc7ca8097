namespace AudioSubnet.Scoring.Judges;

/// <summary>The weights of a judge are on this machine but cannot be used. The message says which, why, and what to do.</summary>
public sealed class JudgeException : Exception
{
    /// <summary>With the judge and the cause.</summary>
    /// <param name="name">The judge.</param>
    /// <param name="folder">Where its weights are.</param>
    /// <param name="innerException">Why they cannot be used.</param>
    public JudgeException(string name, string folder, Exception innerException)
        : base(
            $"The judge {name} cannot be loaded from '{folder}': {innerException?.Message} Delete that folder and get it again by 'audiosubnet models pull {name}', or score without it by --judges builtin.",
            innerException) => (Name, Folder) = (name, folder);

    /// <summary>The judge.</summary>
    public string Name { get; }

    /// <summary>Where its weights are.</summary>
    public string Folder { get; }
}
