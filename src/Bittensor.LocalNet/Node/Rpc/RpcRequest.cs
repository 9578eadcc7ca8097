using System.Text.Json;
using Bittensor.LocalNet.Node.Blocks;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>A call of a JSON-RPC method: its parameters by position, and the connection if it can take notifications.</summary>
internal sealed class RpcRequest(string method, JsonElement parameters, RpcSession? session)
{
    public string Method { get; } = method;

    /// <summary>The connection.</summary>
    /// <exception cref="RpcException">The request came over HTTP.</exception>
    public RpcSession Session =>
        session ?? throw new RpcException(
            -32601, "Method not found", $"{Method} needs a WebSocket connection: over HTTP there are no notifications.");

    public string Text(int index, string name) => Find(index) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()!
        : throw Missing(index, name, "a string");

    public byte[] Bytes(int index, string name) => ReadBytes(Text(index, name), name);

    public byte[]? OptionalBytes(int index, string name) => Find(index) is null ? null : Bytes(index, name);

    public ulong Number(int index, string name) => Find(index) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt64(out ulong number) => number,
        { ValueKind: JsonValueKind.String } value when ParseHex(value.GetString()!) is ulong number => number,
        _ => throw Missing(index, name, "a number"),
    };

    /// <summary>A list of storage keys.</summary>
    public IReadOnlyList<byte[]> Keys(int index, string name)
    {
        if (Find(index) is not { ValueKind: JsonValueKind.Array } list)
            throw Missing(index, name, "a list");
        return [.. list.EnumerateArray().Select(key => key.ValueKind == JsonValueKind.String
            ? ReadBytes(key.GetString()!, name)
            : throw Missing(index, name, "a list of hex strings"))];
    }

    public BlockHash? OptionalHash(int index, string name) => OptionalBytes(index, name) switch
    {
        null => null,
        { Length: BlockHash.Length } bytes => new BlockHash(bytes),
        _ => throw Missing(index, name, "a hash of 32 bytes"),
    };

    /// <summary>The parameter, or null if it is absent or null.</summary>
    public JsonElement? Find(int index)
    {
        if (parameters.ValueKind != JsonValueKind.Array || index >= parameters.GetArrayLength())
            return null;
        JsonElement value = parameters[index];
        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private static byte[] ReadBytes(string text, string name)
    {
        bool prefixed = text.StartsWith("0x", StringComparison.Ordinal) && text.Length % 2 == 0;
        if (prefixed && text.AsSpan(2).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0)
            return Convert.FromHexString(text.AsSpan(2));
        throw RpcException.InvalidParameters($"'{name}' must be 0x and pairs of hex digits.");
    }

    private static ulong? ParseHex(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
        && ulong.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, provider: null, out ulong number)
            ? number
            : null;

    private static RpcException Missing(int index, string name, string expected) =>
        RpcException.InvalidParameters($"Parameter {index} ('{name}') must be {expected}.");
}
