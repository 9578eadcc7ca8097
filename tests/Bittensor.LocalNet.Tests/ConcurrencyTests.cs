using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Tests;

[Trait("Area", "chain")]
public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(Sealing.NextBlock)]
    [InlineData(Sealing.Instant)]
    public async Task Calls_from_many_threads_all_enter_a_block_and_none_twice(Sealing sealing)
    {
        const int callers = 8;
        const int callsEach = 50;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var subnet = new TestSubnet(options: new LocalChainOptions { Sealing = sealing, BlockHistory = int.MaxValue });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task producer = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    subnet.Chain.ProduceBlock();
                    await Task.Yield();
                }
            },
            cancellation);

        await Parallel.ForEachAsync(Enumerable.Range(0, callers), cancellation, async (caller, token) =>
        {
            for (int i = 0; i < callsEach; i++)
            {
                var transfer = new Extrinsic.Transfer(TestSubnet.Coldkey, TestSubnet.Account($"{caller} {i}"), new Balance(1));
                (await subnet.Chain.SubmitAsync(transfer, token)).Events.Count.ShouldBe(1);
                await new LocalSubtensor(subnet.Chain).GetMetagraphAsync(TestSubnet.Netuid, token);
            }
        });
        await stop.CancelAsync();
        await producer;

        AccountId[] receivers = [.. subnet.Chain.GetBlocks().SelectMany(block => block.Events).OfType<ChainEvent.Transferred>().Select(sent => sent.To)];
        receivers.Length.ShouldBe(callers * callsEach);
        receivers.ShouldBeUnique();
        subnet.Chain.GetBlocks().Select(block => block.Number).ShouldBe(Enumerable.Range(0, (int)subnet.Chain.BlockNumber + 1).Select(number => (ulong)number));
        subnet.Chain.GetTotals().Conserved.ShouldBeTrue();
    }
}
