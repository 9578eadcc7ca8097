using System.Net;
using System.Text.Json;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.LocalNet.Node;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;

namespace AudioSubnet.Benchmarks;

/// <summary>A node with a full subnet and funded accounts, a block every quarter second.</summary>
internal sealed class BenchmarkChain : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Dictionary<AccountId, ulong> _nonces = [];
    private readonly ChainNode _node;
    private readonly Task _running;

    private BenchmarkChain(ChainNode node, Task running, ushort netuid, IReadOnlyList<Keypair> accounts, CancellationTokenSource stop)
    {
        (_node, _running, Netuid, Accounts, _stop) = (node, running, netuid, accounts, stop);
    }

    public string Endpoint => _node.Endpoint.ToString();

    public ushort Netuid { get; }

    public IReadOnlyList<Keypair> Accounts { get; }

    public static async Task<BenchmarkChain> StartAsync(int neurons, int accounts)
    {
        var stop = new CancellationTokenSource();
        var chain = new LocalChain(new LocalChainOptions { BlockTime = TimeSpan.FromSeconds(0.25) });
        Keypair[] keys = [.. Enumerable.Range(0, accounts).Select(i => Keypair.FromUri($"//Bench{i}"))];
        foreach (Keypair key in keys)
            chain.Fund(key.AccountId, Balance.FromTao(1_000_000));
        ushort netuid = chain.CreateSubnet(keys[0].AccountId, keys[0].AccountId, new SubnetHyperparameters { MaxAllowedUids = (ushort)neurons });
        var subtensor = new LocalSubtensor(chain);
        List<Task> joining = [];
        for (int uid = 1; uid < neurons; uid++)
        {
            using Keypair hotkey = Keypair.FromUri($"//Bench//hot{uid}");
            joining.Add(subtensor.RegisterAsync(netuid, keys[0], hotkey.AccountId));
            joining.Add(subtensor.ServeAxonAsync(netuid, hotkey, new AxonInfo(hotkey.AccountId, IPAddress.Loopback, 9000 + uid)));
        }

        chain.ProduceBlock();
        await Task.WhenAll(joining);
        var node = new ChainNode(chain, new NodeOptions { Port = 0, PoolCapacity = 65536 });
        await node.StartAsync(stop.Token);
        return new BenchmarkChain(node, chain.RunAsync(stop.Token), netuid, keys, stop);
    }

    /// <summary>What a signature needs to know of the chain; the era is immortal.</summary>
    public async Task<(ChainRuntime Runtime, SigningContext Context)> SigningAsync(SubtensorClient client)
    {
        ChainRuntime runtime = (await client.AtAsync()).Runtime;
        JsonElement genesis = await client.Rpc.RequestAsync("chain_getBlockHash", [0]);
        var context = new SigningContext
        {
            SpecVersion = runtime.SpecVersion,
            TransactionVersion = runtime.TransactionVersion,
            GenesisHash = Convert.FromHexString(genesis.GetString()![2..]),
        };
        return (runtime, context);
    }

    /// <summary>Transfers of 1 rao with the account's next nonces, ready to be handed in.</summary>
    public async Task<string[]> SignTransfersAsync(SubtensorClient client, Keypair account, int count)
    {
        (ChainRuntime runtime, SigningContext context) = await SigningAsync(client);
        byte[] call = SubtensorClient.Call("Balances", "transfer_keep_alive", Accounts[^1].AccountId, 1UL).Encode(runtime.Metadata);
        ulong first;
        lock (_nonces)
        {
            first = _nonces.GetValueOrDefault(account.AccountId);
            _nonces[account.AccountId] = first + (ulong)count;
        }

        return [.. Enumerable.Range(0, count).Select(
            i => "0x" + Convert.ToHexStringLower(runtime.Extrinsics.Sign(call, account, context with { Nonce = first + (ulong)i })))];
    }

    /// <summary>Completes when blocks hold everything that was signed.</summary>
    public async Task EmptiedAsync(SubtensorClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (ulong _ in client.SubscribeBlocksAsync(limit.Token))
        {
            ChainState state = await client.AtAsync(null, limit.Token);
            ScaleValue[] accounts = await Task.WhenAll(Accounts.Select(account => state.GetAsync("System", "Account", [account.AccountId], limit.Token)));
            if (accounts.Zip(Accounts).All(pair => pair.First["nonce"].AsUInt64() >= _nonces.GetValueOrDefault(pair.Second.AccountId)))
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _node.DisposeAsync();
        foreach (Keypair account in Accounts)
            account.Dispose();
        _stop.Dispose();
    }
}
