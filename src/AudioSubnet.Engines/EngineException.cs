namespace AudioSubnet.Engines;

/// <summary>An engine could not do what was asked; the message says what was wrong and what to do.</summary>
public class EngineException : Exception
{
    /// <summary>With a message for the operator.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the operator and the cause.</summary>
    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
