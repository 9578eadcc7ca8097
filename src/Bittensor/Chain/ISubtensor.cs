using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>What miners and validators need of the chain. Implemented by the local ledger and, over RPC, by the network client. Thread-safe.</summary>
/// <remarks>Calls that the chain refuses throw <see cref="ChainException"/> with the pallet's error name.</remarks>
public interface ISubtensor
{
    /// <summary>Number of the newest block.</summary>
    Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default);

    /// <summary>Block numbers as they are made, beginning with the newest one at the time of the call. Blocks may be skipped when the reader is slow.</summary>
    IAsyncEnumerable<ulong> SubscribeBlocksAsync(CancellationToken cancellationToken = default);

    /// <summary>The rules of a subnet.</summary>
    Task<SubnetHyperparameters> GetHyperparametersAsync(ushort netuid, CancellationToken cancellationToken = default);

    /// <summary>All neurons of a subnet at the newest block.</summary>
    Task<Metagraph> GetMetagraphAsync(ushort netuid, CancellationToken cancellationToken = default);

    /// <summary>The weights a neuron has set, in the order given; empty if none.</summary>
    Task<IReadOnlyList<UidWeight>> GetWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken = default);

    /// <summary>Free balance of a coldkey.</summary>
    Task<Balance> GetBalanceAsync(AccountId coldkey, CancellationToken cancellationToken = default);

    /// <summary>Registers a hotkey for the burn price, paid by the coldkey; gives its uid. A hotkey that is registered already keeps its uid and pays nothing.</summary>
    Task<ushort> RegisterAsync(ushort netuid, Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default);

    /// <summary>Moves free balance of the coldkey into stake on the hotkey.</summary>
    Task AddStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default);

    /// <summary>Announces where the hotkey serves.</summary>
    Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default);

    /// <summary>Sets the weights of the hotkey's neuron; commits to them where the subnet wants commit and reveal, see <see cref="RevealDueAsync"/>.</summary>
    Task SetWeightsAsync(
        ushort netuid,
        Keypair hotkey,
        IReadOnlyList<UidWeight> weights,
        ulong versionKey,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reveals committed weights whose epoch has come, and forgets those whose epoch is over. To be called every few blocks by who sets
    /// weights; without commits it does nothing.
    /// </summary>
    /// <returns>What happened to commits in this call; empty if none was due, and always where weights are never committed.</returns>
    Task<IReadOnlyList<WeightReveal>> RevealDueAsync(ushort netuid, Keypair hotkey, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<WeightReveal>>([]);
}
