using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet;

namespace AudioSubnet.Cli.Localnet;

/// <summary>The chain of a local subnet with its one subnet, and the keys that live on it. The keys follow from the seed and are worth nothing elsewhere.</summary>
internal sealed class LocalnetChain : IAsyncDisposable
{
    private readonly int _seed;
    private readonly LocalChain _chain;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _blocks;

    public LocalnetChain(LocalnetRules rules, int seed)
    {
        _seed = seed;
        _chain = new LocalChain(rules.Chain);
        Subtensor = new LocalSubtensor(_chain);
        using Keypair ownerColdkey = Key("owner", "cold");
        using Keypair ownerHotkey = Key("owner", "hot");
        Netuid = _chain.CreateSubnet(ownerColdkey.AccountId, ownerHotkey.AccountId, rules.Hyperparameters);
        _blocks = _chain.RunAsync(_stopping.Token);
    }

    public ISubtensor Subtensor { get; }

    public ushort Netuid { get; }

    /// <summary>The blocks from a number on, with their events, as they are made.</summary>
    public IAsyncEnumerable<Block> ReadBlocksAsync(ulong from, CancellationToken cancellationToken) => _chain.ReadBlocksAsync(from, cancellationToken);

    /// <summary>A funded and registered neuron.</summary>
    /// <param name="name">Name from which its keys follow, for example "miner-3".</param>
    /// <param name="stake">What it stakes on itself.</param>
    /// <param name="cancellationToken">Cancels the waiting for blocks.</param>
    /// <returns>Its uid and its hotkey, which the caller disposes.</returns>
    public async Task<(ushort Uid, Keypair Hotkey)> RegisterAsync(string name, Balance stake, CancellationToken cancellationToken)
    {
        using Keypair coldkey = Key(name, "cold");
        Keypair hotkey = Key(name, "hot");
        _chain.Fund(coldkey.AccountId, stake + Balance.FromTao(100));
        ushort uid = await Subtensor.RegisterAsync(Netuid, coldkey, hotkey.AccountId, cancellationToken);
        if (stake.Rao > 0)
            await Subtensor.AddStakeAsync(Netuid, coldkey, hotkey.AccountId, stake, cancellationToken);
        return (uid, hotkey);
    }

    public async ValueTask DisposeAsync()
    {
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
