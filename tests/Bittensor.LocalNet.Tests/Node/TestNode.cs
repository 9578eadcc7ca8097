using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>A node on a free port in front of a chain with the subnet 1, whose owner is Charlie, and funded development accounts.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const ushort Netuid = 1;

    private readonly CancellationTokenSource _stopping = new();
    private Task _blocks = Task.CompletedTask;

    private TestNode(LocalChain chain, NodeOptions options)
    {
        Chain = chain;
        Node = new ChainNode(chain, options);
    }

    public LocalChain Chain { get; }

    public ChainNode Node { get; }

    public static Keypair Alice { get; } = DevAccounts.Key("Alice");

    public static Keypair Bob { get; } = DevAccounts.Key("Bob");

    public static Keypair Owner { get; } = Keypair.FromUri("//Charlie//owner");

    /// <param name="blockTime">Time between two blocks; null for blocks by hand.</param>
    /// <param name="sealing">When calls enter a block.</param>
    /// <param name="change">Changes the node's options.</param>
    public static async Task<TestNode> StartAsync(
        TimeSpan? blockTime = null, Sealing sealing = Sealing.NextBlock, Func<NodeOptions, NodeOptions>? change = null)
    {
        var chain = new LocalChain(new LocalChainOptions { BlockTime = blockTime ?? TimeSpan.FromSeconds(12), Sealing = sealing, BlockEmission = default });
        DevAccounts.Fund(chain, Balance.FromTao(1_000));
        using Keypair charlie = DevAccounts.Key("Charlie");
        chain.CreateSubnet(
            charlie.AccountId, Owner.AccountId, new SubnetHyperparameters { Tempo = 10, WeightsSetRateLimit = 0, ServingRateLimit = 0 });
        var options = new NodeOptions { Port = 0 };
        var node = new TestNode(chain, change?.Invoke(options) ?? options);
        await node.Node.StartAsync(TestContext.Current.CancellationToken);
        if (blockTime is not null)
            node._blocks = chain.RunAsync(node._stopping.Token);
        return node;
    }

    /// <summary>Hands a call in, produces a block, and waits for the call, which must be carried out.</summary>
    public async Task<Inclusion> DoAsync(Extrinsic call)
    {
        Task<Inclusion> inclusion = Chain.SubmitAsync(call, TestContext.Current.CancellationToken);
        Chain.ProduceBlock();
        return await inclusion;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _stopping.CancelAsync();
        await Should.NotThrowAsync(() => _blocks.ContinueWith(static _ => { }, TaskScheduler.Default));
        _stopping.Dispose();
    }
}
