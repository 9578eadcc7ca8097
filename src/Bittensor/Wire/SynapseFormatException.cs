namespace Bittensor.Wire;

/// <summary>A body that is no synapse: not JSON, no object, or a field of the wrong type.</summary>
internal sealed class SynapseFormatException : Exception
{
    public SynapseFormatException(string message, string? field = null, Exception? inner = null)
        : base(message, inner) => Field = field;

    /// <summary>The field that does not fit; null if the body as a whole is at fault.</summary>
    public string? Field { get; }
}
