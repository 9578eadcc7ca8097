namespace Bittensor.Chain.Rpc;

/// <summary>No node could be reached, or none answered in time. Trying again later may help.</summary>
/// <param name="message">What was wanted, of whom, and for how long.</param>
/// <param name="innerException">The last failure, if there was one.</param>
public sealed class ChainUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
