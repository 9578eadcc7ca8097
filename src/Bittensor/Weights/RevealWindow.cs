namespace Bittensor.Weights;

/// <summary>
/// When committed weights can be revealed: in exactly one epoch, <c>RevealPeriodEpochs</c> after the commit's, as
/// <c>is_reveal_block_range</c> and <c>is_commit_expired</c> of the pallet have it.
/// </summary>
/// <remarks>
/// Runtimes up to spring 2026 number epochs by the block, (block + netuid + 1) / (tempo + 1); later ones count them in storage
/// (<c>SubnetEpochIndex</c>) because a tempo may change. For those, blocks cannot be told in advance; <see cref="Compare"/> holds for both.
/// </remarks>
/// <param name="FirstBlock">First block in which a reveal is taken.</param>
/// <param name="LastBlock">Last such block; afterwards the commit is void.</param>
public readonly record struct RevealWindow(ulong FirstBlock, ulong LastBlock)
{
    /// <summary>The epoch that a block belongs to, where the runtime numbers epochs by the block.</summary>
    public static ulong EpochOf(ulong block, ushort netuid, ushort tempo) => checked(block + netuid + 1) / (tempo + 1UL);

    /// <summary>The blocks in which what was committed in a block can be revealed, where the runtime numbers epochs by the block.</summary>
    /// <param name="commitBlock">The block that holds the commit.</param>
    /// <param name="netuid">The subnet.</param>
    /// <param name="tempo">Its tempo.</param>
    /// <param name="revealPeriodEpochs">Epochs from commit to reveal.</param>
    /// <exception cref="OverflowException">Beyond 2^64 blocks.</exception>
    public static RevealWindow Of(ulong commitBlock, ushort netuid, ushort tempo, ulong revealPeriodEpochs)
    {
        ulong epoch = checked(EpochOf(commitBlock, netuid, tempo) + revealPeriodEpochs);
        ulong start = checked(epoch * (tempo + 1UL));
        ulong first = start > netuid + 1UL ? start - netuid - 1UL : 0;
        return new RevealWindow(first, checked(first + tempo));
    }

    /// <summary>Negative before the epoch of the reveal, 0 in it, positive when it is over.</summary>
    /// <param name="currentEpoch">The epoch of the block that would hold the reveal.</param>
    /// <param name="commitEpoch">The epoch of the commit.</param>
    /// <param name="revealPeriodEpochs">Epochs from commit to reveal.</param>
    public static int Compare(ulong currentEpoch, ulong commitEpoch, ulong revealPeriodEpochs) =>
        currentEpoch.CompareTo(commitEpoch + Math.Min(revealPeriodEpochs, ulong.MaxValue - commitEpoch));
}
