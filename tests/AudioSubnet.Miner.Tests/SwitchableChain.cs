using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Miner.Tests;

/// <summary>
/// A chain that can be away: then its calls fail as those to an unreachable node do. Also says when an endpoint was announced.
/// </summary>
internal sealed class SwitchableChain(ISubtensor chain) : ISubtensor
{
    private readonly SemaphoreSlim _announcements = new(0);

    public volatile bool IsAway;

    /// <summary>Announcements that still fail.</summary>
    public int AnnouncementsToRefuse;

    /// <summary>Completes with the next announcement that stands on the chain.</summary>
    public Task AnnouncedAsync() => _announcements.WaitAsync(TestSubnet.Token).WaitAsync(TestSubnet.Patience, TestSubnet.Token);

    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) => Reached().GetBlockNumberAsync(cancellationToken);

    public IAsyncEnumerable<ulong> SubscribeBlocksAsync(CancellationToken cancellationToken = default) => Reached().SubscribeBlocksAsync(cancellationToken);

    public Task<SubnetHyperparameters> GetHyperparametersAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        Reached().GetHyperparametersAsync(netuid, cancellationToken);

    public Task<Metagraph> GetMetagraphAsync(ushort netuid, CancellationToken cancellationToken = default) => Reached().GetMetagraphAsync(netuid, cancellationToken);

    public Task<IReadOnlyList<UidWeight>> GetWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken = default) =>
        Reached().GetWeightsAsync(netuid, uid, cancellationToken);

    public Task<Balance> GetBalanceAsync(AccountId coldkey, CancellationToken cancellationToken = default) => Reached().GetBalanceAsync(coldkey, cancellationToken);

    public Task<ushort> RegisterAsync(ushort netuid, Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default) =>
        Reached().RegisterAsync(netuid, coldkey, hotkey, cancellationToken);

    public Task AddStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        Reached().AddStakeAsync(netuid, coldkey, hotkey, amount, cancellationToken);

    public async Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref AnnouncementsToRefuse) >= 0)
            throw new ChainException("ServingRateLimitExceeded", "Too soon.");
        await Reached().ServeAxonAsync(netuid, hotkey, axon, cancellationToken);
        _announcements.Release();
    }

    public Task SetWeightsAsync(
        ushort netuid, Keypair hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, CancellationToken cancellationToken = default) =>
        Reached().SetWeightsAsync(netuid, hotkey, weights, versionKey, cancellationToken);

    private ISubtensor Reached() => IsAway ? throw new HttpRequestException("Connection refused (node.example:9944)") : chain;
}
