using System.Text.Json;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class FinalityTests
{
    private static readonly AccountId Receiver = Keypair.FromUri("//Receiver").AccountId;
    private static readonly ChainCall Transfer = SubtensorClient.Call("Balances", "transfer_keep_alive", Receiver, Balance.FromTao(5).Rao);

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_may_wait_until_its_block_is_final()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();

        ExtrinsicReceipt receipt = await client.SubmitAsync(Transfer, LocalNode.Alice, WaitFor.Finality, Limit);

        string final = (await client.Rpc.RequestAsync("chain_getFinalizedHead", [], Limit)).GetString()!;
        (await client.AtAsync(final, Limit)).BlockNumber.ShouldBeGreaterThanOrEqualTo(receipt.BlockNumber);
        (await client.GetBalanceAsync(Receiver, Limit)).ShouldBe(Balance.FromTao(5));
    }

    [Fact]
    public async Task A_block_that_is_not_final_in_time_is_told_by_its_number()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        JsonElement genesis = await upstream.RequestAsync("chain_getBlockHash", [0], Limit);
        relay.Answer("chain_getFinalizedHead", genesis).Answer("chain_subscribeFinalizedHeads", "final");
        await using SubtensorClient client = SubtensorClient.Connect(relay.Endpoint.ToString(), LocalNode.Options with
        {
            WaitFor = WaitFor.Finality,
            FinalityTimeout = TimeSpan.FromSeconds(1),
        });

        ChainUnavailableException late = await Should.ThrowAsync<ChainUnavailableException>(
            () => client.TransferAsync(LocalNode.Alice, Receiver, Balance.FromTao(5), Limit));

        late.Message.ShouldContain("did not call it final within 1 s");
        (await client.GetBalanceAsync(Receiver, Limit)).ShouldBe(Balance.FromTao(5));
    }

    /// <summary>The node first names a block that a fork takes away: by number it is another one.</summary>
    [Fact]
    public async Task After_a_fork_the_receipt_is_of_the_block_that_counts()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        int asked = 0;
        string? extrinsic = null;
        ulong? forked = null;
        relay.On("author_submitAndWatchExtrinsic", async call =>
        {
            extrinsic = call.Parameters[0].GetString();
            await upstream.RequestAsync("author_submitExtrinsic", [call.Parameters[0]], Limit);
            await call.Drop();
        });
        // The receipt comes from the blocks. From then on, the first question for the hash of that block is answered with another one's.
        relay.On("chain_subscribeFinalizedHeads", async call =>
        {
            await call.ReplyAsync("final");
            await call.NotifyAsync("chain_finalizedHead", "final", await upstream.RequestAsync("chain_getHeader", [], Limit));
        });
        relay.On("chain_getFinalizedHead", async call =>
        {
            if (extrinsic is not null && forked is null)
                forked = 0;
            await call.ReplyAsync(await upstream.RequestAsync("chain_getFinalizedHead", [], Limit));
        });
        relay.On("chain_getBlockHash", async call =>
        {
            JsonElement[] parameters = [.. call.Parameters.EnumerateArray()];
            if (forked == 0 && parameters is [{ ValueKind: JsonValueKind.Number } number])
            {
                forked = number.GetUInt64();
                asked++;
                await call.ReplyAsync(await upstream.RequestAsync("chain_getBlockHash", [forked - 1], Limit));
                return;
            }

            await call.ReplyAsync(await upstream.RequestAsync("chain_getBlockHash", [.. parameters.Select(p => (object?)p)], Limit));
        });
        await using SubtensorClient client = SubtensorClient.Connect(relay.Endpoint.ToString(), LocalNode.Options);

        ExtrinsicReceipt receipt = await client.SubmitAsync(Transfer, LocalNode.Alice, WaitFor.Finality, Limit);

        asked.ShouldBe(1);
        receipt.BlockNumber.ShouldBe(forked!.Value);
        (await upstream.RequestAsync("chain_getBlockHash", [receipt.BlockNumber], Limit)).GetString().ShouldBe(receipt.BlockHash);
        (await client.GetBalanceAsync(Receiver, Limit)).ShouldBe(Balance.FromTao(5));
    }
}
