namespace Bittensor.Chain.Rpc;

/// <summary>The connection ended before an answer came: the request may or may not have reached the node.</summary>
internal sealed class ConnectionLostException(Uri endpoint, Exception? innerException = null)
    : IOException($"The connection to {endpoint} was lost{(innerException is null ? "" : $": {innerException.Message}")}", innerException);
