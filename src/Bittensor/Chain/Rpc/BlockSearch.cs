using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Finds an extrinsic in the blocks, by its hash.</summary>
internal sealed class BlockSearch(RpcClient rpc, RuntimeCache runtimes)
{
    /// <summary>The extrinsic in a block that is said to hold it, or null if it does not.</summary>
    /// <exception cref="ChainException">It is there, and its call failed.</exception>
    public async Task<ExtrinsicReceipt?> InBlockAsync(SignedExtrinsic extrinsic, string blockHash, CancellationToken cancellationToken)
    {
        JsonElement answer = await rpc.RequestAsync("chain_getBlock", [blockHash], cancellationToken);
        if (RpcJson.IsNull(answer))
            return null;
        JsonElement block = RpcJson.Property(answer, "block");
        int index = IndexOf(extrinsic, RpcJson.Property(block, "extrinsics"));
        if (index < 0)
            return null;
        ChainRuntime runtime = await runtimes.GetAsync(blockHash, cancellationToken);
        string key = RpcJson.Hex(runtime.Metadata.Storage("System", "Events").Key());
        byte[]? bytes = RpcJson.Bytes(await rpc.RequestAsync("state_getStorage", [key, blockHash], cancellationToken));
        EventRecord[] events = [.. runtime.Metadata.DecodeEvents(bytes).Where(record => record.ExtrinsicIndex == index)];
        if (events.FirstOrDefault(record => record is { Pallet: "System", Name: "ExtrinsicFailed" }) is { } failure)
            throw Failure(extrinsic, runtime.Metadata, failure.Fields["dispatch_error"]);
        // Sudo succeeds even if what it was asked to do failed.
        EventRecord? asked = events.FirstOrDefault(record => record is { Pallet: "Sudo", Name: "Sudid" });
        if (asked?.Fields["sudo_result"] is ScaleVariant { Name: "Err" } sudo)
            throw Failure(extrinsic, runtime.Metadata, sudo.Value);
        return new ExtrinsicReceipt(extrinsic.Hash, blockHash, RpcJson.HeaderNumber(RpcJson.Property(block, "header")), index, events);
    }

    /// <summary>
    /// The extrinsic in the blocks up to <paramref name="newest"/>, or null if its nonce is unused there. The block is the one in which the
    /// account's nonce passes it: a few questions find it among many blocks.
    /// </summary>
    /// <exception cref="ChainException">It is there and its call failed; or Usurped: another extrinsic of the account has its
    /// nonce.</exception>
    public async Task<ExtrinsicReceipt?> ByNonceAsync(SignedExtrinsic extrinsic, ulong newest, CancellationToken cancellationToken)
    {
        if (newest <= extrinsic.SignedAt || await IsUnusedAsync(extrinsic, newest, cancellationToken))
            return null;
        (ulong unused, ulong used) = (extrinsic.SignedAt, newest);
        while (used - unused > 1)
        {
            ulong middle = unused + ((used - unused) / 2);
            if (await IsUnusedAsync(extrinsic, middle, cancellationToken))
                unused = middle;
            else
                used = middle;
        }

        string hash = RpcJson.Text(await rpc.RequestAsync("chain_getBlockHash", [used], cancellationToken));
        return await InBlockAsync(extrinsic, hash, cancellationToken)
            ?? throw new ChainException(
                "Usurped",
                $"{extrinsic.Call} of {extrinsic.Signer} is not on the chain: "
                + $"block {used} holds another extrinsic of the account with its nonce {extrinsic.Nonce}.");
    }

    /// <summary>The extrinsic in the blocks of its life up to <paramref name="newest"/>, looked at one by one; null if none of them holds
    /// it.</summary>
    /// <exception cref="ChainException">It is there, and its call failed.</exception>
    public async Task<ExtrinsicReceipt?> OneByOneAsync(SignedExtrinsic extrinsic, ulong newest, CancellationToken cancellationToken)
    {
        for (ulong number = extrinsic.SignedAt + 1; number <= newest && number < extrinsic.Death; number++)
        {
            JsonElement hash = await rpc.RequestAsync("chain_getBlockHash", [number], cancellationToken);
            if (!RpcJson.IsNull(hash) && await InBlockAsync(extrinsic, RpcJson.Text(hash), cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>True if the account's nonce has not passed the extrinsic's at the end of that block.</summary>
    private async Task<bool> IsUnusedAsync(SignedExtrinsic extrinsic, ulong number, CancellationToken cancellationToken)
    {
        JsonElement answer = await rpc.RequestAsync("chain_getBlockHash", [number], cancellationToken);
        if (RpcJson.IsNull(answer))
            return true; // After a fail-over, a node that lags behind.
        string hash = RpcJson.Text(answer);
        ChainRuntime runtime = await runtimes.GetAsync(hash, cancellationToken);
        StorageEntry account = runtime.Metadata.Storage("System", "Account");
        byte[]? value = RpcJson.Bytes(await rpc.RequestAsync(
            "state_getStorage", [RpcJson.Hex(account.Key(extrinsic.Signer)), hash], cancellationToken));
        return account.DecodeValue(value)["nonce"].AsUInt64() <= extrinsic.Nonce;
    }

    private static int IndexOf(SignedExtrinsic extrinsic, JsonElement extrinsics)
    {
        int index = 0;
        foreach (JsonElement other in RpcJson.Items(extrinsics))
        {
            if (string.Equals(other.GetString(), extrinsic.Hex, StringComparison.OrdinalIgnoreCase)
                || RpcJson.Hex(Hashes.Blake2b256(RpcJson.Bytes(other))) == extrinsic.Hash)
                return index;
            index++;
        }

        return -1;
    }

    private static ChainException Failure(SignedExtrinsic extrinsic, RuntimeMetadata metadata, ScaleValue dispatchError)
    {
        DispatchError error = metadata.Describe(dispatchError);
        return new ChainException(error.Name, $"{extrinsic.Call} of {extrinsic.Signer} failed: {error}");
    }
}
