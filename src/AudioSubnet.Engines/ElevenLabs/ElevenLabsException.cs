using System.Net;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>ElevenLabs did not do what was asked; the message has its answer and what to do.</summary>
public sealed class ElevenLabsException : EngineException
{
    /// <summary>With the answer of the service.</summary>
    /// <param name="message">For the operator.</param>
    /// <param name="status">Status of the answer; null if there was none.</param>
    /// <param name="code">The service's own name of the fault, for example "quota_exceeded"; null if it gave none.</param>
    public ElevenLabsException(string message, HttpStatusCode? status, string? code)
        : base(message) => (Status, Code) = (status, code);

    /// <summary>Without an answer.</summary>
    /// <param name="message">For the operator.</param>
    /// <param name="innerException">What broke.</param>
    public ElevenLabsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Status of the answer; null if there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The service's own name of the fault; null if it gave none.</summary>
    public string? Code { get; }

    /// <summary>The voice is not, or no longer, in the account.</summary>
    internal bool IsVoiceMissing => Code is "voice_not_found" or "voice_does_not_exist" || (Code is null && Status == HttpStatusCode.NotFound);
}
