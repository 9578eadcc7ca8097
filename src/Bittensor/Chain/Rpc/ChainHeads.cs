using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bittensor.Chain.Rpc;

/// <summary>The newest block.</summary>
internal static class ChainHeads
{
    /// <summary>Number of the newest block.</summary>
    public static async Task<ulong> NumberAsync(RpcClient rpc, CancellationToken cancellationToken) =>
        RpcJson.HeaderNumber(await rpc.RequestAsync("chain_getHeader", [], cancellationToken));

    /// <summary>Numbers of the newest block as nodes report them, the present one first. After a fork or a reconnection a number can come
    /// again.</summary>
    public static async IAsyncEnumerable<ulong> FollowAsync(
        RpcClient rpc, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await NumberAsync(rpc, cancellationToken);
        await foreach (JsonElement header in rpc.SubscribeAsync("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", [], cancellationToken))
            yield return RpcJson.HeaderNumber(header);
    }

    /// <summary>Numbers of the newest final block, the present one first.</summary>
    public static async IAsyncEnumerable<ulong> FollowFinalAsync(
        RpcClient rpc, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string hash = RpcJson.Text(await rpc.RequestAsync("chain_getFinalizedHead", [], cancellationToken));
        yield return RpcJson.HeaderNumber(await rpc.RequestAsync("chain_getHeader", [hash], cancellationToken));
        await foreach (JsonElement header in rpc.SubscribeAsync(
            "chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", [], cancellationToken))
            yield return RpcJson.HeaderNumber(header);
    }
}
