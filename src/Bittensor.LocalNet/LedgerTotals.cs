namespace Bittensor.LocalNet;

/// <summary>Where all that was ever issued is, in rao. Each amount is counted anew from the accounts, not carried along.</summary>
/// <param name="Issued">Funded or emitted since the first block.</param>
/// <param name="Balances">Free on coldkeys.</param>
/// <param name="Stake">Staked on hotkeys.</param>
/// <param name="Pending">Emitted and waiting for the next epoch.</param>
/// <param name="Recycled">Paid for registrations, or emitted and earned by nobody.</param>
public sealed record LedgerTotals(UInt128 Issued, UInt128 Balances, UInt128 Stake, UInt128 Pending, UInt128 Recycled)
{
    /// <summary>True if nothing appeared and nothing vanished.</summary>
    public bool Conserved => Balances + Stake + Pending + Recycled == Issued;
}
