using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.LocalNet.Node;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Localnet;

/// <summary>
/// The chain of a local subnet behind a node, as miners and validators meet it on a real network, and the keys that live on it.
/// The keys follow from the seed and are worth nothing elsewhere.
/// </summary>
internal sealed class LocalnetChain : IAsyncDisposable
{
    private readonly int _seed;
    private readonly LocalChain _chain;
    private readonly ChainNode _node;
    private readonly List<SubtensorClient> _clients = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _blocks = Task.CompletedTask;

    private LocalnetChain(LocalnetRules rules, int seed, ILoggerFactory loggers)
    {
        _seed = seed;
        _chain = new LocalChain(rules.Chain);
        _node = new ChainNode(_chain, new NodeOptions { Port = 0 }, loggers);
        using Keypair ownerColdkey = Key("owner", "cold");
        using Keypair ownerHotkey = Key("owner", "hot");
        Netuid = _chain.CreateSubnet(ownerColdkey.AccountId, ownerHotkey.AccountId, rules.Hyperparameters);
    }

    /// <summary>Where other programs can connect while the subnet runs.</summary>
    public Uri Endpoint => _node.Endpoint;

    public ushort Netuid { get; }

    /// <summary>Makes the chain, opens its node and begins to produce blocks.</summary>
    public static async Task<LocalnetChain> StartAsync(LocalnetRules rules, int seed, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var chain = new LocalnetChain(rules, seed, loggers);
        await chain._node.StartAsync(cancellationToken);
        chain._blocks = chain._chain.RunAsync(chain._stopping.Token);
        return chain;
    }

    /// <summary>A connection of its own, as each process on a network has one; closed with the chain.</summary>
    public ISubtensor Connect()
    {
        var client = SubtensorClient.Connect(Endpoint.ToString());
        _clients.Add(client);
        return client;
    }

    /// <summary>The blocks from a number on, with their events, as they are made.</summary>
    public IAsyncEnumerable<Block> ReadBlocksAsync(ulong from, CancellationToken cancellationToken) => _chain.ReadBlocksAsync(from, cancellationToken);

    /// <summary>A funded and registered neuron.</summary>
    /// <param name="name">Name from which its keys follow, for example "miner-3".</param>
    /// <param name="stake">What it stakes on itself.</param>
    /// <param name="subtensor">Its connection.</param>
    /// <param name="cancellationToken">Cancels the waiting for blocks.</param>
    /// <returns>Its uid and its hotkey, which the caller disposes.</returns>
    public async Task<(ushort Uid, Keypair Hotkey)> RegisterAsync(string name, Balance stake, ISubtensor subtensor, CancellationToken cancellationToken)
    {
        using Keypair coldkey = Key(name, "cold");
        Keypair hotkey = Key(name, "hot");
        _chain.Fund(coldkey.AccountId, stake + Balance.FromTao(100));
        ushort uid = await subtensor.RegisterAsync(Netuid, coldkey, hotkey.AccountId, cancellationToken);
        if (stake.Rao > 0)
            await subtensor.AddStakeAsync(Netuid, coldkey, hotkey.AccountId, stake, cancellationToken);
        return (uid, hotkey);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SubtensorClient client in _clients)
            await client.DisposeAsync();
        await _node.DisposeAsync();
        await _stopping.CancelAsync();
        try
        {
            await _blocks;
        }
        catch (OperationCanceledException)
        {
            // This is how block production ends.
        }

        _stopping.Dispose();
    }

    private Keypair Key(string name, string kind) => Keypair.FromUri($"//localnet//{_seed}//{name}//{kind}");
}
