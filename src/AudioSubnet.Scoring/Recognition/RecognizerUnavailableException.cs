namespace AudioSubnet.Scoring.Recognition;

/// <summary>Speech cannot be recognised on this machine because a library or model is missing; the message names it and the package to install.</summary>
public sealed class RecognizerUnavailableException : Exception
{
    /// <summary>With what is missing and the package that holds it.</summary>
    /// <param name="recognizer">Name of the recogniser.</param>
    /// <param name="missing">The library or file that is missing.</param>
    /// <param name="package">The Debian package that holds it.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public RecognizerUnavailableException(string recognizer, string missing, string package, Exception? innerException = null)
        : base($"Speech recogniser '{recognizer}' needs {missing}, which is not on this machine. Install it with: apt-get install {package}", innerException)
    {
        Missing = missing;
        Package = package;
    }

    /// <summary>The library or file that is missing.</summary>
    public string Missing { get; }

    /// <summary>The Debian package that holds it.</summary>
    public string Package { get; }
}
