namespace Bittensor.Chain.Rpc;

/// <summary>The addresses of nodes: the networks' names and WebSocket URLs.</summary>
public static class ChainEndpoints
{
    /// <summary>The port on which a node serves JSON-RPC unless told otherwise.</summary>
    public const int DefaultPort = 9944;

    /// <summary>Reads a network's name or URLs, separated by commas; the first is preferred, the others are for fail-over.</summary>
    /// <param name="networkOrEndpoints"><c>finney</c>, <c>test</c>, <c>archive</c>, <c>local</c>, or a URL of scheme ws or wss.</param>
    /// <exception cref="FormatException">Neither a known name nor a WebSocket URL.</exception>
    public static IReadOnlyList<Uri> Parse(string networkOrEndpoints)
    {
        ArgumentNullException.ThrowIfNull(networkOrEndpoints);
        Uri[] endpoints = [.. networkOrEndpoints
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ParseOne)
            .Distinct()];
        return endpoints.Length > 0 ? endpoints : throw new FormatException($"No network is named. {Known}");
    }

    private const string Known = "Use finney, test, archive, local, or a URL such as ws://127.0.0.1:9944 or wss://host:443.";

    private static Uri ParseOne(string name) => name.ToLowerInvariant() switch
    {
        "finney" or "main" => new Uri("wss://entrypoint-finney.opentensor.ai:443"),
        "test" => new Uri("wss://test.finney.opentensor.ai:443"),
        "archive" => new Uri("wss://archive.chain.opentensor.ai:443"),
        "local" => new Uri($"ws://127.0.0.1:{DefaultPort}"),
        _ when Uri.TryCreate(name, UriKind.Absolute, out Uri? uri) && uri.Scheme is "ws" or "wss" && uri.Host.Length > 0 => uri,
        _ => throw new FormatException($"'{name}' is neither a network nor a WebSocket URL. {Known}"),
    };
}
