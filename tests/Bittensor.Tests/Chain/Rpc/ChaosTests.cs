using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class ChaosTests
{
    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_200_extrinsics_over_a_failing_network_none_is_lost_and_none_comes_twice()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var proxy = new FaultyProxy(node.Endpoint, faultsPerThousand: 2, seed: 7);
        await using SubtensorClient client = SubtensorClient.Connect(proxy.Endpoint, LocalNode.Options);
        AccountId to = Keypair.FromUri("//Receiver").AccountId;
        Keypair[] senders = [.. Enumerable.Range(0, 8).Select(i => Keypair.FromUri($"//Sender//{i}"))];
        foreach (Keypair sender in senders)
            node.Chain.Fund(sender.AccountId, Balance.FromTao(10_000));

        int sent = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 24, CancellationToken = Limit }, async (i, token) =>
        {
            await client.TransferAsync(senders[i % senders.Length], to, Balance.FromTao(1), token);
            Interlocked.Increment(ref sent);
        });

        sent.ShouldBe(200);
        (proxy.Drops + proxy.HalfOpen).ShouldBeGreaterThan(0);
        await using SubtensorClient straight = node.Connect();
        (await straight.GetBalanceAsync(to, Limit)).ShouldBe(Balance.FromTao(200));
        ChainState state = await straight.AtAsync(cancellationToken: Limit);
        foreach (Keypair sender in senders)
            (await state.GetAsync("System", "Account", [sender.AccountId], Limit))["nonce"].AsInt32().ShouldBe(25);
    }
}
