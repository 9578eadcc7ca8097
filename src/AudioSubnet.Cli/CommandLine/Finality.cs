using System.Text.Json;
using Bittensor.Chain.Rpc;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Waits for a block to be final.</summary>
internal static class Finality
{
    /// <summary>The chain finalises a few blocks behind its newest; when it stalls, the wait ends here.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Completes when the block that holds the extrinsic is final.</summary>
    /// <exception cref="UserException">Another block took its place, or none became final in time.</exception>
    public static async Task WaitAsync(SubtensorClient chain, ExtrinsicReceipt receipt, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await foreach (JsonElement head in chain.Rpc.SubscribeAsync("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", [], limit.Token))
                if (Number(head) >= receipt.BlockNumber)
                    break;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UserException($"Block {receipt.BlockNumber} holds {receipt.Hash}, but was not final within {s_limit.TotalMinutes:0} minutes.");
        }

        JsonElement hash = await chain.Rpc.RequestAsync("chain_getBlockHash", [receipt.BlockNumber], cancellationToken);
        if (hash.GetString() != receipt.BlockHash)
            throw new UserException($"Another block {receipt.BlockNumber} became final than the one that held {receipt.Hash}. Look whether it was done, then try again.");
    }

    private static ulong Number(JsonElement header) => Convert.ToUInt64(header.GetProperty("number").GetString(), 16);
}
