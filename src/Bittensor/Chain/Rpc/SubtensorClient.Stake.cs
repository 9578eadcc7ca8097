using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

public sealed partial class SubtensorClient
{
    /// <inheritdoc/>
    public Task AddStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(SubtensorCalls.Call("add_stake", ("hotkey", hotkey), ("netuid", netuid), ("amount_staked", amount.Rao)), coldkey, cancellationToken);

    /// <summary>Takes stake of the coldkey back from the hotkey.</summary>
    public Task RemoveStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(SubtensorCalls.Call("remove_stake", ("hotkey", hotkey), ("netuid", netuid), ("amount_unstaked", amount.Rao)), coldkey, cancellationToken);

    /// <summary>Stakes at a price that is not above a limit.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="coldkey">Who pays.</param>
    /// <param name="hotkey">On whom is staked.</param>
    /// <param name="amount">TAO to stake.</param>
    /// <param name="limitPrice">TAO for one alpha, at most.</param>
    /// <param name="allowPartial">True to stake as much of the amount as the limit allows; false for all or nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">SlippageTooHigh, or what else the chain refuses it with.</exception>
    public Task AddStakeLimitAsync(
        ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, Balance limitPrice, bool allowPartial = false,
        CancellationToken cancellationToken = default) =>
        SubmitAsync(SubtensorCalls.AddStakeLimit(netuid, hotkey, amount, limitPrice, allowPartial), coldkey, cancellationToken);

    /// <summary>Takes stake back at a price that is not below a limit.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="coldkey">Whose stake it is.</param>
    /// <param name="hotkey">From whom it is taken.</param>
    /// <param name="amount">Alpha to take back.</param>
    /// <param name="limitPrice">TAO for one alpha, at least.</param>
    /// <param name="allowPartial">True to take back as much as the limit allows; false for all or nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">SlippageTooHigh, or what else the chain refuses it with.</exception>
    public Task RemoveStakeLimitAsync(
        ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, Balance limitPrice, bool allowPartial = false,
        CancellationToken cancellationToken = default) =>
        SubmitAsync(SubtensorCalls.RemoveStakeLimit(netuid, hotkey, amount, limitPrice, allowPartial), coldkey, cancellationToken);

    /// <summary>Moves free balance to another account; refuses to end the sender's account by leaving less than the existential
    /// deposit.</summary>
    public Task TransferAsync(Keypair from, AccountId to, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(Call("Balances", "transfer_keep_alive", to, amount.Rao), from, cancellationToken);

    /// <summary>Lends the stake of a hotkey on a subnet to other hotkeys; takes the place of what was lent before.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="coldkey">Who owns the hotkey.</param>
    /// <param name="hotkey">Whose stake it is.</param>
    /// <param name="children">To whom, and which shares of 1 (in all 1 at most); empty to lend nothing any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share outside 0..1.</exception>
    public Task SetChildrenAsync(
        ushort netuid, Keypair coldkey, AccountId hotkey, IReadOnlyList<(AccountId Child, double Share)> children,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(children);
        return SubmitAsync(SubtensorCalls.SetChildren(netuid, hotkey, children), coldkey, cancellationToken);
    }
}
