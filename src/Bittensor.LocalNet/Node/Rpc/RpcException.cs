namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>An error that a JSON-RPC caller gets to see.</summary>
internal sealed class RpcException(int code, string message, string? data = null) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>More about it, or null.</summary>
    public string? Details { get; } = data;

    public static RpcException ParseError() => new(-32700, "Parse error");

    public static RpcException InvalidRequest() => new(-32600, "Invalid request");

    public static RpcException MethodNotFound(string method) =>
        new(-32601, "Method not found", $"This node has no method '{method}'; rpc_methods lists them.");

    public static RpcException InvalidParameters(string problem) => new(-32602, "Invalid params", problem);

    public static RpcException Internal() => new(-32603, "Internal error");

    /// <summary>Substrate's client error, for blocks whose state is gone.</summary>
    public static RpcException UnknownBlock(string block) =>
        new(4003, "Client error: UnknownBlock", $"Block {block} is not known or its state is no longer kept.");
}
