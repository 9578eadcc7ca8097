using System.Text.Json.Nodes;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Api;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Runtime;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>state_*: metadata, storage at any kept block, runtime APIs.</summary>
internal sealed class StateMethods(LocalRuntime runtime, BlockStore blocks, RuntimeApis apis)
{
    /// <summary>Substrate's limit for one page of keys.</summary>
    private const ulong MaxPage = 1000;

    public void AddTo(RpcMethods methods)
    {
        methods.Add("state_getMetadata", _ => RpcText.Hex(runtime.EncodedMetadata(14)));
        methods.Add("state_getRuntimeVersion", _ => Version());
        methods.Add("chain_getRuntimeVersion", _ => Version());
        methods.Add("state_getStorage", request => RpcText.OptionalHex(Value(request)));
        methods.Add("state_getStorageAt", request => RpcText.OptionalHex(Value(request)));
        methods.Add("state_getStorageHash", request => Value(request) is byte[] value ? RpcText.Hex(Hashes.Blake2b256(value)) : null);
        methods.Add("state_getStorageSize", request => Value(request)?.Length);
        methods.Add("state_getKeys", request => Hex(At(request, 1).State.Keys(request.Bytes(0, "prefix"))));
        methods.Add("state_getKeysPaged", GetKeysPaged);
        methods.Add("state_getKeysPagedAt", GetKeysPaged);
        methods.Add("state_queryStorageAt", request => new JsonArray(Changes(At(request, 1), request.Keys(0, "keys"))));
        methods.Add("state_queryStorage", QueryStorage);
        methods.Add("state_call", Call);
        methods.Add("state_callAt", Call);
        methods.AddSubscription(
            "state_subscribeRuntimeVersion", "state_unsubscribeRuntimeVersion", "state_runtimeVersion", _ => FollowVersionAsync);
        methods.AddSubscription(
            "chain_subscribeRuntimeVersion", "chain_unsubscribeRuntimeVersion", "chain_runtimeVersion", _ => FollowVersionAsync);
        methods.AddSubscription("state_subscribeStorage", "state_unsubscribeStorage", "state_storage", request =>
        {
            IReadOnlyList<byte[]> keys = request.Keys(0, "keys");
            return (notify, cancellationToken) => FollowStorageAsync(keys, notify, cancellationToken);
        });
    }

    private JsonObject Version() => new()
    {
        ["specName"] = LocalRuntime.SpecName,
        ["implName"] = LocalRuntime.ImplName,
        ["authoringVersion"] = 1,
        ["specVersion"] = LocalRuntime.SpecVersion,
        ["implVersion"] = 1,
        ["apis"] = new JsonArray([.. runtime.Apis.Select(api => new JsonArray(RpcText.Hex(api.Name), api.Version))]),
        ["transactionVersion"] = LocalRuntime.TransactionVersion,
        ["systemVersion"] = 1,
        ["stateVersion"] = 1,
    };

    /// <summary>The runtime of a node never changes, so there is one notification.</summary>
    private async Task FollowVersionAsync(Action<JsonNode?> notify, CancellationToken cancellationToken)
    {
        notify(Version());
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    /// <summary>All values at first, then those that change.</summary>
    private async Task FollowStorageAsync(IReadOnlyList<byte[]> keys, Action<JsonNode?> notify, CancellationToken cancellationToken)
    {
        NodeBlock? last = null;
        await foreach (NodeBlock block in blocks.FollowAsync(blocks.Head.Number, cancellationToken))
        {
            IReadOnlyList<byte[]> changed = last is null
                ? keys
                : [.. keys.Where(key => !ReferenceEquals(last.State.Find(key), block.State.Find(key)))];
            if (changed.Count > 0)
                notify(Changes(block, changed));
            last = block;
        }
    }

    private static JsonObject Changes(NodeBlock block, IEnumerable<byte[]> keys) => new()
    {
        ["block"] = block.Hash.ToString(),
        ["changes"] = new JsonArray(
            [.. keys.Select(key => new JsonArray(RpcText.Hex(key), RpcText.OptionalHex(block.State.Find(key))))]),
    };

    private byte[]? Value(RpcRequest request) => At(request, 1).State.Find(request.Bytes(0, "key"));

    private JsonArray GetKeysPaged(RpcRequest request)
    {
        byte[] prefix = request.OptionalBytes(0, "prefix") ?? [];
        ulong count = request.Number(1, "count");
        if (count > MaxPage)
            throw new RpcException(4002, $"count exceeds maximum value. value: {count}, max: {MaxPage}");
        return Hex(At(request, 3).State.Keys(prefix, request.OptionalBytes(2, "start_key")).Take((int)count));
    }

    /// <summary>The values at a block, then what changed up to another one.</summary>
    private JsonArray QueryStorage(RpcRequest request)
    {
        IReadOnlyList<byte[]> keys = request.Keys(0, "keys");
        NodeBlock first = At(request, 1);
        NodeBlock last = At(request, 2);
        var answer = new JsonArray(Changes(first, keys));
        NodeBlock before = first;
        for (ulong number = first.Number + 1; number <= last.Number && blocks.Find(number) is { } block; number++)
        {
            byte[][] changed = [.. keys.Where(key => !ReferenceEquals(before.State.Find(key), block.State.Find(key)))];
            if (changed.Length > 0)
                answer.Add(Changes(block, changed));
            before = block;
        }
        return answer;
    }

    private JsonNode Call(RpcRequest request)
    {
        string method = request.Text(0, "name");
        byte[] parameters = request.Bytes(1, "bytes");
        NodeBlock block = At(request, 2);
        return RpcText.Hex(apis.Call(method, parameters, block));
    }

    /// <summary>The block that a parameter names, or the newest one.</summary>
    private NodeBlock At(RpcRequest request, int index)
    {
        if (request.OptionalHash(index, "at") is not BlockHash hash)
            return blocks.Head;
        return blocks.Find(hash) ?? throw RpcException.UnknownBlock(hash.ToString());
    }

    private static JsonArray Hex(IEnumerable<byte[]> keys) => new([.. keys.Select(key => JsonValue.Create(RpcText.Hex(key)))]);
}
