using System.Text.Json.Nodes;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>The JSON texts of JSON-RPC 2.0.</summary>
internal static class RpcText
{
    public static JsonObject Answer(JsonNode? id, JsonNode? result) => new() { ["jsonrpc"] = "2.0", ["id"] = id, ["result"] = result };

    public static JsonObject Error(JsonNode? id, RpcException exception)
    {
        var error = new JsonObject { ["code"] = exception.Code, ["message"] = exception.Message };
        if (exception.Details is not null)
            error["data"] = exception.Details;
        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["error"] = error };
    }

    public static byte[] Notification(string method, string subscription, JsonNode? result) => Bytes(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["method"] = method,
        ["params"] = new JsonObject { ["subscription"] = subscription, ["result"] = result },
    });

    public static byte[] Bytes(JsonNode message) => System.Text.Encoding.UTF8.GetBytes(message.ToJsonString());

    public static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static string? OptionalHex(byte[]? bytes) => bytes is null ? null : Hex(bytes);
}
