namespace Bittensor.Chain.Rpc;

/// <summary>A node answered a request with an error.</summary>
/// <param name="method">The method that was called.</param>
/// <param name="code">JSON-RPC error code: -32601 for an unknown method, 1010 to 1016 for refused extrinsics.</param>
/// <param name="error">The node's own message.</param>
/// <param name="details">What the node adds to the message, or null.</param>
public sealed class RpcException(string method, int code, string error, string? details = null)
    : Exception($"The node refused {method}: {error}{(string.IsNullOrEmpty(details) ? "" : $" ({details})")} [{code}]")
{
    /// <summary>Code of a method that the node does not have.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;

    /// <summary>JSON-RPC error code.</summary>
    public int Code { get; } = code;

    /// <summary>The node's own message, without the method and the code.</summary>
    public string Error { get; } = error;

    /// <summary>What the node adds to the message, or null.</summary>
    public string? Details { get; } = details;
}
