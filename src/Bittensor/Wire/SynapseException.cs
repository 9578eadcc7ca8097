namespace Bittensor.Wire;

/// <summary>Thrown by an axon's handler to answer with a status of its choice and a message that the caller reads. Any other exception of a handler is a 500.</summary>
public sealed class SynapseException : Exception
{
    /// <summary>With the status and what the caller is told.</summary>
    /// <param name="statusCode">HTTP status of the answer, 400 … 599.</param>
    /// <param name="message">What was wrong and what to do, as a sentence. Sent to the caller as it is, so it must hold no secrets.</param>
    /// <param name="innerException">The cause, if there is one; stays on the server.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is no error status.</exception>
    public SynapseException(int statusCode, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 599);
        StatusCode = statusCode;
    }

    /// <summary>HTTP status of the answer.</summary>
    public int StatusCode { get; }
}
