using Bittensor.Weights;

namespace Bittensor.Tests.Weights;

public sealed class RevealWindowTests
{
    /// <summary>What <c>get_reveal_blocks</c> of the pallet answers, and its own <c>is_reveal_block_range</c> for the blocks around.</summary>
    [Theory]
    [InlineData(0UL, 1, 10, 1UL, 9UL, 19UL)]
    [InlineData(8UL, 1, 10, 1UL, 9UL, 19UL)]
    [InlineData(9UL, 1, 10, 1UL, 20UL, 30UL)]
    [InlineData(1000UL, 3, 360, 2UL, 1440UL, 1800UL)]
    [InlineData(1000UL, 300, 0, 1UL, 1001UL, 1001UL)]
    public void The_blocks_of_the_reveal_are_those_of_the_pallet(ulong commit, int netuid, int tempo, ulong period, ulong first, ulong last)
    {
        var window = RevealWindow.Of(commit, (ushort)netuid, (ushort)tempo, period);

        window.ShouldBe(new RevealWindow(first, last));
        for (ulong block = commit; block < last + 10; block++)
        {
            ulong epoch = (block + (ulong)netuid + 1) / ((ulong)tempo + 1);
            int expected = block < first ? -1 : block > last ? 1 : 0;
            ulong commitEpoch = RevealWindow.EpochOf(commit, (ushort)netuid, (ushort)tempo);
            RevealWindow.EpochOf(block, (ushort)netuid, (ushort)tempo).ShouldBe(epoch);
            Math.Sign(RevealWindow.Compare(epoch, commitEpoch, period)).ShouldBe(expected);
        }
    }
}
