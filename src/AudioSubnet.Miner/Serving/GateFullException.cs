namespace AudioSubnet.Miner.Serving;

/// <summary>Too many requests are waiting.</summary>
internal sealed class GateFullException(int queueLength)
    : Exception($"The miner is overloaded: {queueLength} requests of higher priority are waiting. Try again later.");
