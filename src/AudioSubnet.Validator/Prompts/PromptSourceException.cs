namespace AudioSubnet.Validator.Prompts;

/// <summary>A prompt or voice source cannot be used; the message says which, why, and what to do.</summary>
public sealed class PromptSourceException : Exception
{
    /// <summary>With a message for the operator.</summary>
    public PromptSourceException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the operator and the cause.</summary>
    public PromptSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
