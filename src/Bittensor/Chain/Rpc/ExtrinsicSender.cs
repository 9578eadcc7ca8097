using System.Collections.Concurrent;
using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

/// <summary>
/// Hands extrinsics in and watches them into a block. Whatever happens to the connection, one call becomes one extrinsic at most: after a
/// loss it is looked for in the blocks, in the pool and by the account's nonce. Only if the node does not have it are the same bytes
/// handed in again, which the chain can include only once.
/// </summary>
internal sealed class ExtrinsicSender(RpcClient rpc, RuntimeCache runtimes, SubtensorOptions options, TimeProvider time) : IDisposable
{
    /// <summary>How often a nonce that is refused as taken is tried again, when the node goes on calling it the next.</summary>
    private const int MaxNonceConflicts = 5;

    private readonly ExtrinsicSigner _signer = new(rpc, runtimes, options);
    private readonly BlockSearch _search = new(rpc, runtimes);
    private readonly ConcurrentDictionary<AccountId, NonceLane> _lanes = [];

    /// <summary>Signs, hands in, and waits until a block holds it, or until that block is final.</summary>
    /// <exception cref="ChainException">Refused by the pool, or failed in its block.</exception>
    /// <exception cref="ChainUnavailableException">No block held it in time. It may still be included until its era ends; the message says
    /// when. Or its block was not final in time.</exception>
    public async Task<ExtrinsicReceipt> SendAsync(ChainCall call, Keypair signer, WaitFor waitFor, CancellationToken cancellationToken)
    {
        (SignedExtrinsic extrinsic, ExtrinsicReceipt receipt) = await IncludeAsync(call, signer, cancellationToken);
        return waitFor == WaitFor.Finality ? await FinalizeAsync(extrinsic, receipt, cancellationToken) : receipt;
    }

    private async Task<(SignedExtrinsic Extrinsic, ExtrinsicReceipt Receipt)> IncludeAsync(
        ChainCall call, Keypair signer, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.InclusionTimeout, time, cancellationToken);
        NonceLane lane = _lanes.GetOrAdd(signer.AccountId, static _ => new NonceLane());
        string what = $"{call} of {signer.Address} was not seen in a block by {rpc.Nodes}";
        return await deadline.RunAsync(what, async token =>
        {
            (SignedExtrinsic extrinsic, RpcSubscription? status) = await HandInAsync(call, signer, lane, deadline, token);
            try
            {
                return (extrinsic, await WatchAsync(extrinsic, status, token) ?? await RecoverAsync(extrinsic, deadline, token));
            }
            finally
            {
                lane.End();
            }
        });
    }

    /// <summary>Waits until the block that holds the extrinsic is final; if a fork takes that block away, until another is.</summary>
    private async Task<ExtrinsicReceipt> FinalizeAsync(
        SignedExtrinsic extrinsic, ExtrinsicReceipt receipt, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.FinalityTimeout, time, cancellationToken);
        string what = $"{extrinsic.Call} of {extrinsic.Signer} is in block {receipt.BlockNumber}, but {rpc.Nodes} did not call it final";
        return await deadline.RunAsync(what, async token =>
        {
            await foreach (ulong final in ChainHeads.FollowFinalAsync(rpc, token))
            {
                if (final < receipt.BlockNumber)
                    continue;
                JsonElement hash = await rpc.RequestAsync("chain_getBlockHash", [receipt.BlockNumber], token);
                if (hash.ValueKind == JsonValueKind.String && hash.GetString() == receipt.BlockHash)
                    return receipt;
                receipt = await RecoverAsync(extrinsic, deadline, token);
            }

            throw new OperationCanceledException(token);
        });
    }

    public void Dispose()
    {
        foreach (NonceLane lane in _lanes.Values)
            lane.Dispose();
    }

    /// <summary>Signs and hands in, in the account's turn. Without a subscription it is unknown whether the node has it.</summary>
    private async Task<(SignedExtrinsic Extrinsic, RpcSubscription? Status)> HandInAsync(
        ChainCall call, Keypair signer, NonceLane lane, Deadline deadline, CancellationToken cancellationToken)
    {
        SigningPlan plan = await _signer.PrepareAsync(call, cancellationToken);
        await lane.EnterAsync(cancellationToken);
        try
        {
            ulong? taken = null;
            for (int conflicts = 0; ;)
            {
                ulong nonce = lane.Next(await _signer.NextNonceAsync(signer, cancellationToken));
                // Another nonce is progress, if not ours: someone else signs with the same key.
                conflicts = nonce == taken ? conflicts + 1 : 0;
                SignedExtrinsic extrinsic = ExtrinsicSigner.Sign(plan, signer, nonce);
                RpcConnection connection = await rpc.ConnectAsync(deadline);
                lane.Begin(nonce);
                try
                {
                    return (extrinsic, await SubmitAsync(connection, extrinsic, cancellationToken));
                }
                catch (RpcException refusal) when (PoolRefusal.IsNonceTaken(refusal) && conflicts < MaxNonceConflicts)
                {
                    lane.End();
                    taken = nonce;
                }
                catch (RpcException refusal)
                {
                    lane.TakeBack(nonce);
                    throw PoolRefusal.ToException(refusal, extrinsic);
                }
                catch
                {
                    lane.End();
                    throw;
                }
            }
        }
        finally
        {
            lane.Leave();
        }
    }

    /// <summary>Hands in once; null if the connection was lost, or no answer came, before the node said what became of it.</summary>
    private async Task<RpcSubscription?> SubmitAsync(RpcConnection connection, SignedExtrinsic extrinsic, CancellationToken cancellationToken)
    {
        using var limit = new Deadline(options.AnswerTimeout, time, cancellationToken);
        try
        {
            return await connection.SubscribeAsync(
                "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic", [extrinsic.Hex], limit.Token);
        }
        catch (Exception exception) when (exception is ConnectionLostException
            || (exception is OperationCanceledException && limit.IsOver && !cancellationToken.IsCancellationRequested))
        {
            await connection.DisposeAsync();
            return null;
        }
    }

    /// <summary>Follows the node's notifications; null if they end before a block is named that holds the extrinsic.</summary>
    private async Task<ExtrinsicReceipt?> WatchAsync(SignedExtrinsic extrinsic, RpcSubscription? status, CancellationToken cancellationToken)
    {
        if (status is null)
            return null;
        await using RpcSubscription subscription = status;
        // A node that falls silent is not waited for longer than this: the blocks know.
        using var silence = new Deadline(options.SilenceTimeout, time, cancellationToken);
        try
        {
            await foreach (JsonElement update in subscription.Notifications.ReadAllAsync(silence.Token))
            {
                if (IncludedIn(update) is { } block)
                    return await _search.InBlockAsync(extrinsic, block, cancellationToken);
                if (update.ValueKind == JsonValueKind.String && update.GetString() is "invalid" or "dropped" || IsUsurped(update))
                    return null;
            }
        }
        catch (ConnectionLostException)
        {
            // The blocks know.
        }
        catch (OperationCanceledException) when (silence.IsOver && !cancellationToken.IsCancellationRequested)
        {
            // The blocks know.
        }

        return null;
    }

    /// <summary>Finds out what became of an extrinsic that nobody reports on any more.</summary>
    private async Task<ExtrinsicReceipt> RecoverAsync(SignedExtrinsic extrinsic, Deadline deadline, CancellationToken cancellationToken)
    {
        await foreach (ulong head in ChainHeads.FollowAsync(rpc, cancellationToken))
        {
            // Asked before the blocks are searched: what is used now is in a block that the search sees.
            ulong next = RpcJson.Number(await rpc.RequestAsync("system_accountNextIndex", [extrinsic.Signer], cancellationToken));
            bool known = next > extrinsic.Nonce || await IsPendingAsync(extrinsic, cancellationToken);
            ulong newest = Math.Max(head, await ChainHeads.NumberAsync(rpc, cancellationToken));
            if (await _search.ByNonceAsync(extrinsic, newest, cancellationToken) is { } found)
                return found;
            if (newest >= extrinsic.Death)
            {
                return await _search.OneByOneAsync(extrinsic, newest, cancellationToken)
                    ?? throw new ChainException(
                        "ExtrinsicExpired",
                        $"{extrinsic.Call} of {extrinsic.Signer} entered no block before its era ended with block {extrinsic.Death}. It is void; send it anew.");
            }

            deadline.LastFailure = new TimeoutException(
                $"{extrinsic.Hash} waits since block {extrinsic.SignedAt} and is void from block {extrinsic.Death} on.");
            if (!known && await HandInAgainAsync(extrinsic, cancellationToken) is { } refusal)
                throw PoolRefusal.ToException(refusal, extrinsic);
        }

        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>The same bytes once more. Gives the refusal if the node will never take them.</summary>
    private async Task<RpcException?> HandInAgainAsync(SignedExtrinsic extrinsic, CancellationToken cancellationToken)
    {
        try
        {
            await rpc.RequestAsync("author_submitExtrinsic", [extrinsic.Hex], cancellationToken);
            return null;
        }
        catch (RpcException refusal)
        {
            // Included or received meanwhile: the next look at the blocks tells.
            return PoolRefusal.IsKnown(refusal) || PoolRefusal.IsNonceTaken(refusal) ? null : refusal;
        }
    }

    private async Task<bool> IsPendingAsync(SignedExtrinsic extrinsic, CancellationToken cancellationToken)
    {
        try
        {
            JsonElement pending = await rpc.RequestAsync("author_pendingExtrinsics", [], cancellationToken);
            return RpcJson.Items(pending).Any(other => string.Equals(other.GetString(), extrinsic.Hex, StringComparison.OrdinalIgnoreCase));
        }
        catch (RpcException)
        {
            // A node that keeps its pool to itself: the nonce decides.
            return false;
        }
    }

    private static string? IncludedIn(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object
        && (update.TryGetProperty("inBlock", out JsonElement block) || update.TryGetProperty("finalized", out block))
            ? RpcJson.Text(block)
            : null;

    private static bool IsUsurped(JsonElement update) => update.ValueKind == JsonValueKind.Object && update.TryGetProperty("usurped", out _);
}
