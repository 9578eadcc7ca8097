namespace AudioSubnet.Inference.Checkpoints;

/// <summary>A checkpoint cannot be read, or lacks what a model needs. The message names the file, the tensor and what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes it with a message for the operator.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Makes it with a message and what caused it.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
