using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.LocalNet.Node;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>A local chain with blocks every 50 ms, one subnet and a funded Alice, behind a real node on a free port.</summary>
internal sealed class LocalNode : IAsyncDisposable
{
    public const ushort Netuid = 1;

    private readonly CancellationTokenSource _stopping = new();
    private readonly ChainNode _node;
    private readonly Task _blocks;

    private LocalNode(LocalChain chain, ChainNode node)
    {
        Chain = chain;
        _node = node;
        _blocks = chain.RunAsync(_stopping.Token);
    }

    public LocalChain Chain { get; }

    public Uri Endpoint => _node.Endpoint;

    public static Keypair Alice { get; } = Keypair.FromUri("//Alice");

    public static Keypair Bob { get; } = Keypair.FromUri("//Bob");

    /// <summary>For blocks of 50 ms: eras that last, and faults that are found out soon.</summary>
    public static SubtensorOptions Options { get; } = new()
    {
        EraPeriod = 4096,
        ReconnectDelay = TimeSpan.FromMilliseconds(5),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(50),
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromMilliseconds(500),
        ConnectTimeout = TimeSpan.FromSeconds(1),
        AnswerTimeout = TimeSpan.FromSeconds(1),
        SilenceTimeout = TimeSpan.FromMilliseconds(500),
    };

    public static async Task<LocalNode> StartAsync(SubnetHyperparameters? rules = null)
    {
        var chain = new LocalChain(new LocalChainOptions { BlockTime = TimeSpan.FromMilliseconds(50), BlockEmission = default });
        chain.Fund(Alice.AccountId, Balance.FromTao(100_000));
        chain.Fund(Bob.AccountId, Balance.FromTao(100_000));
        chain.CreateSubnet(
            Keypair.FromUri("//Owner").AccountId,
            Keypair.FromUri("//Owner//hot").AccountId,
            rules ?? new SubnetHyperparameters { Tempo = 10, WeightsSetRateLimit = 0, ServingRateLimit = 0 });
        var node = new ChainNode(chain, new NodeOptions { Port = 0, KeptBlocks = 8192 });
        await node.StartAsync(TestContext.Current.CancellationToken);
        return new LocalNode(chain, node);
    }

    public SubtensorClient Connect() => SubtensorClient.Connect(Endpoint.ToString(), Options);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _stopping.CancelAsync();
        await _blocks.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stopping.Dispose();
    }
}
