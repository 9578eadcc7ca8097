using System.Text.Json;
using System.Text.Json.Nodes;
using Bittensor.LocalNet.Node.Blocks;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>chain_*: blocks and heads. Every block is final as soon as it is made.</summary>
internal sealed class ChainMethods(BlockStore blocks)
{
    public void AddTo(RpcMethods methods)
    {
        methods.Add("chain_getBlockHash", GetBlockHash);
        methods.Add("chain_getHeader", request => Find(request) is { } block ? Header(block.Header) : null);
        methods.Add("chain_getBlock", request => Find(request) is { } block ? Block(block) : null);
        methods.Add("chain_getFinalisedHead", _ => blocks.Head.Hash.ToString());
        methods.Add("chain_getFinalizedHead", _ => blocks.Head.Hash.ToString());
        methods.AddSubscription("chain_subscribeAllHeads", "chain_unsubscribeAllHeads", "chain_allHead", _ => FollowAsync);
        // Substrate knows these by an older name too, and clients use either.
        foreach (string name in (string[])["NewHeads", "NewHead"])
            methods.AddSubscription($"chain_subscribe{name}", $"chain_unsubscribe{name}", "chain_newHead", _ => FollowAsync);
        foreach (string name in (string[])["FinalizedHeads", "FinalisedHeads"])
            methods.AddSubscription($"chain_subscribe{name}", $"chain_unsubscribe{name}", "chain_finalizedHead", _ => FollowAsync);
    }

    public static JsonObject Header(BlockHeader header) => new()
    {
        ["parentHash"] = header.ParentHash.ToString(),
        ["number"] = $"0x{header.Number:x}",
        ["stateRoot"] = header.StateRoot.ToString(),
        ["extrinsicsRoot"] = header.ExtrinsicsRoot.ToString(),
        ["digest"] = new JsonObject { ["logs"] = new JsonArray() },
    };

    private static JsonObject Block(NodeBlock block) => new()
    {
        ["block"] = new JsonObject
        {
            ["header"] = Header(block.Header),
            ["extrinsics"] = new JsonArray([.. block.Extrinsics.Select(extrinsic => JsonValue.Create(RpcText.Hex(extrinsic)))]),
        },
        ["justifications"] = null,
    };

    private async Task FollowAsync(Action<JsonNode?> notify, CancellationToken cancellationToken)
    {
        await foreach (NodeBlock block in blocks.FollowAsync(blocks.Head.Number, cancellationToken))
            notify(Header(block.Header));
    }

    private NodeBlock? Find(RpcRequest request) => request.OptionalHash(0, "hash") is BlockHash hash ? blocks.Find(hash) : blocks.Head;

    /// <summary>The hash of a number, of each number in a list, or of the newest block.</summary>
    private JsonNode? GetBlockHash(RpcRequest request) => request.Find(0) switch
    {
        null => blocks.Head.Hash.ToString(),
        { ValueKind: JsonValueKind.Array } list => new JsonArray(
            [.. list.EnumerateArray().Select(number => Hash(new RpcRequest(request.Method, List(number), session: null)))]),
        _ => Hash(request),
    };

    private JsonNode? Hash(RpcRequest request) => blocks.Find(request.Number(0, "number"))?.Hash.ToString();

    private static JsonElement List(JsonElement item) => JsonSerializer.SerializeToElement(new[] { item });
}
