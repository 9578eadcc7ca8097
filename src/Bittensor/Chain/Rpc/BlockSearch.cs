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
        JsonElement answer = await rpc.RequestAsync("chain_getBlock", [blockHash], cancellationToken).ConfigureAwait(false);
        if (RpcJson.IsNull(answer))
            return null;
        JsonElement block = RpcJson.Property(answer, "block");
        int index = IndexOf(extrinsic, RpcJson.Property(block, "extrinsics"));
        if (index < 0)
            return null;
        ChainRuntime runtime = await runtimes.GetAsync(blockHash, cancellationToken).ConfigureAwait(false);
        string key = RpcJson.Hex(runtime.Metadata.Storage("System", "Events").Key());
        byte[]? bytes = RpcJson.Bytes(await rpc.RequestAsync("state_getStorage", [key, blockHash], cancellationToken).ConfigureAwait(false));
        EventRecord[] events = [.. runtime.Metadata.DecodeEvents(bytes).Where(record => record.ExtrinsicIndex == index)];
        if (events.FirstOrDefault(record => record is { Pallet: "System", Name: "ExtrinsicFailed" }) is { } failure)
            throw Failure(extrinsic, runtime.Metadata, failure.Fields["dispatch_error"]);
        // Sudo succeeds even if what it was asked to do failed.
        if (events.FirstOrDefault(record => record is { Pallet: "Sudo", Name: "Sudid" })?.Fields["sudo_result"] is ScaleVariant { Name: "Err" } sudo)
            throw Failure(extrinsic, runtime.Metadata, sudo.Value);
        return new ExtrinsicReceipt(extrinsic.Hash, blockHash, RpcJson.HeaderNumber(RpcJson.Property(block, "header")), index, events);
    }

    /// <summary>The extrinsic in the blocks <paramref name="from"/> to <paramref name="to"/>, or null if none of them holds it.</summary>
    /// <exception cref="ChainException">It is there, and its call failed.</exception>
    public async Task<ExtrinsicReceipt?> InBlocksAsync(SignedExtrinsic extrinsic, ulong from, ulong to, CancellationToken cancellationToken)
    {
        for (ulong number = from; number <= to; number++)
        {
            JsonElement hash = await rpc.RequestAsync("chain_getBlockHash", [number], cancellationToken).ConfigureAwait(false);
            if (!RpcJson.IsNull(hash) && await InBlockAsync(extrinsic, RpcJson.Text(hash), cancellationToken).ConfigureAwait(false) is { } found)
                return found;
        }

        return null;
    }

    private static int IndexOf(SignedExtrinsic extrinsic, JsonElement extrinsics)
    {
        int index = 0;
        foreach (JsonElement other in extrinsics.EnumerateArray())
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
