namespace AudioSubnet.Inference.Runtime;

/// <summary>A model cannot be loaded or run. The message says which, why, and what to do.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Makes it with a message for the operator.</summary>
    public InferenceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes it with a message and what caused it.</summary>
    public InferenceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
