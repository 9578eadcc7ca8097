namespace Bittensor.Wire;

/// <summary>A query that failed for the peer's or the network's fault; becomes the synapse's status.</summary>
internal sealed class DendriteFault(int status, string message) : Exception(message)
{
    public int Status => status;
}
