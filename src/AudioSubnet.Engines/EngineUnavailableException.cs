namespace AudioSubnet.Engines;

/// <summary>An engine cannot be used here because a library or program is missing; the message names it and the package to install.</summary>
public sealed class EngineUnavailableException : EngineException
{
    /// <summary>With the message for the operator.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="missing">The library or program that is missing.</param>
    /// <param name="package">The Debian package that holds it.</param>
    public EngineUnavailableException(string engine, string missing, string package)
        : base($"Engine '{engine}' needs {missing}, which is not on this machine. Install it with: apt-get install {package}")
    {
        Missing = missing;
        Package = package;
    }

    /// <summary>The library or program that is missing.</summary>
    public string Missing { get; }

    /// <summary>The Debian package that holds it.</summary>
    public string Package { get; }
}
