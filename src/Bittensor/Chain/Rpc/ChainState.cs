using System.Text.Json;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>The chain as it was at one block: everything read here is of one moment. Thread-safe.</summary>
/// <remarks>Nodes forget the state of old blocks (after 256 by default); archive nodes do not.</remarks>
public sealed class ChainState
{
    /// <summary>Keys in one request. A metagraph of 256 neurons takes one or two.</summary>
    private const int KeysPerRequest = 1000;

    private readonly RpcClient _rpc;

    internal ChainState(RpcClient rpc, string blockHash, ulong blockNumber, ChainRuntime runtime)
    {
        _rpc = rpc;
        BlockHash = blockHash;
        BlockNumber = blockNumber;
        Runtime = runtime;
    }

    /// <summary>Hash of the block, as 0x-hex.</summary>
    public string BlockHash { get; }

    /// <summary>Number of the block.</summary>
    public ulong BlockNumber { get; }

    /// <summary>The runtime at that block.</summary>
    public ChainRuntime Runtime { get; }

    /// <summary>What the runtime says about itself.</summary>
    public RuntimeMetadata Metadata => Runtime.Metadata;

    /// <summary>Reads a storage value, for example <c>GetAsync("SubtensorModule", "Tempo", [netuid])</c>. An absent one is the entry's
    /// default.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such entry.</exception>
    /// <exception cref="ScaleEncodingException">A key does not fit.</exception>
    public async Task<ScaleValue> GetAsync(string pallet, string entry, IReadOnlyList<object?> keys, CancellationToken cancellationToken = default) =>
        (await GetManyAsync([new StorageQuery(Metadata.Storage(pallet, entry), keys)], cancellationToken))[0];

    /// <summary>Reads many storage values in few round trips; absent ones are their entries' defaults.</summary>
    /// <exception cref="ScaleEncodingException">A key does not fit.</exception>
    public async Task<IReadOnlyList<ScaleValue>> GetManyAsync(IReadOnlyList<StorageQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        string[] keys = [.. queries.Select(query => RpcJson.Hex(query.Entry.Key(query.Keys)))];
        Dictionary<string, byte[]?>[] parts = await Task.WhenAll(
            keys.Distinct(StringComparer.Ordinal).Chunk(KeysPerRequest).Select(chunk => ReadAsync(chunk, cancellationToken)));
        var values = new Dictionary<string, byte[]?>(parts.SelectMany(part => part), StringComparer.OrdinalIgnoreCase);
        return [.. queries.Select((query, i) => query.Entry.DecodeValue(values.GetValueOrDefault(keys[i])))];
    }

    /// <summary>All entries of a map, or those under its first keys, with the keys that the hashers keep.</summary>
    /// <param name="pallet">The pallet's name.</param>
    /// <param name="entry">The map's name.</param>
    /// <param name="firstKeys">None, or the first keys of a map of several.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MetadataNameException">The runtime has no such entry.</exception>
    public async Task<IReadOnlyList<StorageItem>> GetAllAsync(
        string pallet, string entry, IReadOnlyList<object?> firstKeys, CancellationToken cancellationToken = default)
    {
        StorageEntry map = Metadata.Storage(pallet, entry);
        string prefix = RpcJson.Hex(map.Key(firstKeys));
        List<StorageItem> items = [];
        for (string? start = null; ;)
        {
            JsonElement page = await _rpc.RequestAsync("state_getKeysPaged", [prefix, KeysPerRequest, start, BlockHash], cancellationToken);
            string[] keys = [.. RpcJson.Items(page).Select(RpcJson.Text)];
            Dictionary<string, byte[]?> values = keys.Length == 0 ? [] : await ReadAsync(keys, cancellationToken);
            foreach (string key in keys)
                items.Add(new StorageItem(map.DecodeKey(Convert.FromHexString(key.AsSpan(2))), map.DecodeValue(values.GetValueOrDefault(key))));
            if (keys.Length < KeysPerRequest)
                return items;
            start = keys[^1];
        }
    }

    /// <summary>Calls a method of a runtime API, for example <c>CallAsync("NeuronInfoRuntimeApi", "get_neurons_lite",
    /// [netuid])</c>.</summary>
    /// <exception cref="MetadataNameException">The runtime, or metadata of version 14, has no such method.</exception>
    /// <exception cref="RpcException">The runtime refused.</exception>
    public async Task<ScaleValue> CallAsync(string api, string method, IReadOnlyList<object?> inputs, CancellationToken cancellationToken = default) =>
        Metadata.ApiMethod(api, method).DecodeOutput(await CallRawAsync(api, method, inputs, cancellationToken));

    /// <summary>Calls a method of a runtime API and leaves its answer encoded.</summary>
    internal async Task<byte[]> CallRawAsync(string api, string method, IReadOnlyList<object?> inputs, CancellationToken cancellationToken)
    {
        RuntimeApiMethod found = Metadata.ApiMethod(api, method);
        JsonElement answer = await _rpc.RequestAsync(
            "state_call", [found.StateCall, RpcJson.Hex(found.EncodeInputs(inputs)), BlockHash], cancellationToken);
        return RpcJson.Bytes(answer) ?? [];
    }

    private async Task<Dictionary<string, byte[]?>> ReadAsync(string[] keys, CancellationToken cancellationToken)
    {
        JsonElement sets = await _rpc.RequestAsync("state_queryStorageAt", [keys, BlockHash], cancellationToken);
        Dictionary<string, byte[]?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement change in RpcJson.Items(sets).SelectMany(set => RpcJson.Items(RpcJson.Property(set, "changes"))))
        {
            if (RpcJson.Items(change).ToArray() is not [var key, var value])
                throw new FormatException("The node's answer is no list of keys and values.");
            values[RpcJson.Text(key)] = RpcJson.Bytes(value);
        }

        return values;
    }
}
