using System.Text.Json;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Fetches each runtime's metadata once. Thread-safe.</summary>
internal sealed class RuntimeCache(RpcClient rpc)
{
    /// <summary>Newest metadata version that is read here.</summary>
    private const uint NewestMetadata = 16;

    /// <summary>Version 14 is what <c>state_getMetadata</c> gives; only newer ones describe runtime APIs.</summary>
    private const uint OldestMetadata = 14;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, uint Spec, uint Transaction), Task<ChainRuntime>> _runtimes = [];

    /// <summary>The runtime at a block.</summary>
    public async Task<ChainRuntime> GetAsync(string blockHash, CancellationToken cancellationToken)
    {
        JsonElement version = await rpc.RequestAsync("state_getRuntimeVersion", [blockHash], cancellationToken);
        var key = (
            RpcJson.Text(RpcJson.Property(version, "specName")),
            (uint)RpcJson.Number(RpcJson.Property(version, "specVersion")),
            (uint)RpcJson.Number(RpcJson.Property(version, "transactionVersion")));
        Task<ChainRuntime> runtime;
        lock (_lock)
        {
            if (!_runtimes.TryGetValue(key, out runtime!) || runtime.IsFaulted || runtime.IsCanceled)
                _runtimes[key] = runtime = FetchAsync(key, blockHash);
        }

        // Others wait for the same download: one caller's cancellation must not end it.
        return await runtime.WaitAsync(cancellationToken);
    }

    private async Task<ChainRuntime> FetchAsync((string Name, uint Spec, uint Transaction) key, string blockHash)
    {
        await Task.Yield();
        byte[] metadata = await FetchVersionedAsync(blockHash)
            ?? RpcJson.Bytes(await rpc.RequestAsync("state_getMetadata", [blockHash]))
            ?? throw new RpcException("state_getMetadata", code: 0, "the answer is null");
        return new ChainRuntime(key.Name, key.Spec, key.Transaction, RuntimeMetadata.Read(metadata));
    }

    /// <summary>The newest metadata that both sides know, or null if the runtime offers no choice.</summary>
    private async Task<byte[]?> FetchVersionedAsync(string blockHash)
    {
        try
        {
            byte[]? offered = RpcJson.Bytes(await rpc.RequestAsync("state_call", ["Metadata_metadata_versions", "0x", blockHash]));
            if (Newest(offered) is not { } version)
                return null;
            byte[]? answer = RpcJson.Bytes(
                await rpc.RequestAsync("state_call", ["Metadata_metadata_at_version", RpcJson.Hex(BitConverter.GetBytes(version)), blockHash]));
            return Unwrap(answer);
        }
        catch (RpcException)
        {
            // Runtimes of before 2023 have version 14 alone.
            return null;
        }
    }

    private static uint? Newest(byte[]? offered)
    {
        var reader = new ScaleReader(offered);
        int count = reader.ReadLength(sizeof(uint));
        uint? newest = null;
        for (int i = 0; i < count; i++)
            if (reader.ReadUInt32() is > OldestMetadata and <= NewestMetadata and var version && version > (newest ?? 0))
                newest = version;
        return newest;
    }

    /// <summary><c>Option&lt;Vec&lt;u8&gt;&gt;</c>.</summary>
    private static byte[]? Unwrap(byte[]? answer)
    {
        var reader = new ScaleReader(answer);
        return reader.ReadOption() ? reader.ReadByteVector().ToArray() : null;
    }
}
