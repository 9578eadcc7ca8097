namespace AudioSubnet.Validator.State;

/// <summary>The validator's state cannot be used; the message names the file and says what to do.</summary>
public sealed class StateException : Exception
{
    /// <summary>With a message for the operator.</summary>
    public StateException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the operator and the cause.</summary>
    public StateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
