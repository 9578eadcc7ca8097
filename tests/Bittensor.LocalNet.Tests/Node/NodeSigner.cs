using System.Text.Json.Nodes;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Signs calls for a node by the metadata that the node serves.</summary>
internal sealed class NodeSigner
{
    private readonly ExtrinsicFormat _format;
    private readonly SigningContext _context;

    private NodeSigner(RuntimeMetadata metadata, byte[] genesis, uint specVersion)
    {
        Metadata = metadata;
        _format = new ExtrinsicFormat(metadata);
        _context = new SigningContext { SpecVersion = specVersion, TransactionVersion = 1, GenesisHash = genesis };
    }

    public RuntimeMetadata Metadata { get; }

    public static async Task<NodeSigner> CreateAsync(RpcClient client)
    {
        JsonNode? metadata = await client.CallAsync("state_getMetadata");
        JsonNode? genesis = await client.CallAsync("chain_getBlockHash", 0);
        JsonNode? version = await client.CallAsync("state_getRuntimeVersion");
        return new NodeSigner(RuntimeMetadata.Read(Bytes(metadata)), Bytes(genesis), version!["specVersion"]!.GetValue<uint>());
    }

    public string Sign(Keypair signer, ulong nonce, byte[] call, Func<SigningContext, SigningContext>? change = null)
    {
        SigningContext context = _context with { Nonce = nonce };
        return Hex(_format.Sign(call, signer, change?.Invoke(context) ?? context));
    }

    public byte[] Transfer(Keypair to, ulong amount) =>
        Metadata.EncodeCall("Balances", "transfer_keep_alive", Scale.ScaleValue.Variant("Id", to.AccountId), amount);

    public byte[] Remark(params byte[] text) => Metadata.EncodeCall("System", "remark_with_event", text);

    /// <summary>The value of a storage entry at a block, or now.</summary>
    public async Task<Scale.ScaleValue> ReadAsync(RpcClient client, string? at, string pallet, string entry, params object?[] keys)
    {
        StorageEntry storage = Metadata.Storage(pallet, entry);
        JsonNode? value = await client.CallAsync("state_getStorage", Hex(storage.Key(keys)), at);
        return storage.DecodeValue(value is null ? null : Bytes(value));
    }

    /// <summary>What happened in a block, as <c>Pallet.Event</c> by extrinsic.</summary>
    public async Task<ILookup<uint?, string>> EventsAsync(RpcClient client, string? at)
    {
        StorageEntry storage = Metadata.Storage("System", "Events");
        JsonNode? value = await client.CallAsync("state_getStorage", Hex(storage.Key()), at);
        return Metadata.DecodeEvents(Bytes(value)).ToLookup(happened => happened.ExtrinsicIndex, happened => $"{happened.Pallet}.{happened.Name}");
    }

    public static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static byte[] Bytes(JsonNode? hex) => Convert.FromHexString(hex!.GetValue<string>().AsSpan(2));
}
