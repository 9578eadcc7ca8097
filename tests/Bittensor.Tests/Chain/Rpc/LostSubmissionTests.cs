using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>A real node whose connection fails just when an extrinsic is handed in.</summary>
[Trait("Area", "chain")]
public sealed class LostSubmissionTests
{
    private static readonly AccountId Receiver = Keypair.FromUri("//Receiver").AccountId;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cut")]
    [InlineData("silence")]
    public async Task An_extrinsic_that_reached_the_node_is_found_in_the_blocks_and_not_sent_again(string fault)
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        relay.On("author_submitAndWatchExtrinsic", async call =>
        {
            await upstream.RequestAsync("author_submitExtrinsic", [call.Parameters[0]], Limit);
            if (fault == "cut")
                await call.Drop();
        });
        await using SubtensorClient client = SubtensorClient.Connect(relay.Endpoint.ToString(), LocalNode.Options);

        await client.TransferAsync(LocalNode.Alice, Receiver, Balance.FromTao(5), Limit);

        (await client.GetBalanceAsync(Receiver, Limit)).ShouldBe(Balance.FromTao(5));
        (relay.Count("author_submitAndWatchExtrinsic") + relay.Count("author_submitExtrinsic")).ShouldBe(1);
    }

    [Fact]
    public async Task An_extrinsic_that_never_reached_the_node_is_handed_in_again_with_the_same_bytes()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        relay.On("author_submitAndWatchExtrinsic", call => call.Drop());
        await using SubtensorClient client = SubtensorClient.Connect(relay.Endpoint.ToString(), LocalNode.Options);

        await client.TransferAsync(LocalNode.Alice, Receiver, Balance.FromTao(5), Limit);

        (await client.GetBalanceAsync(Receiver, Limit)).ShouldBe(Balance.FromTao(5));
        relay.Calls.Where(call => call.Method.StartsWith("author_submit", StringComparison.Ordinal))
            .Select(call => call.Parameters[0].GetString()).Distinct().ShouldHaveSingleItem();
        relay.Count("author_submitExtrinsic").ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_that_is_found_after_a_loss_carries_its_name()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        relay.On("author_submitAndWatchExtrinsic", async call =>
        {
            await upstream.RequestAsync("author_submitExtrinsic", [call.Parameters[0]], Limit);
            await call.Drop();
        });
        await using SubtensorClient client = SubtensorClient.Connect(relay.Endpoint.ToString(), LocalNode.Options);

        ChainException failure = await Should.ThrowAsync<ChainException>(
            () => client.AddStakeAsync(LocalNode.Netuid, LocalNode.Alice, Receiver, Balance.FromTao(5), Limit));

        failure.ErrorName.ShouldBe("HotKeyAccountNotExists");
    }

    [Fact]
    public async Task An_extrinsic_that_nobody_includes_ends_at_the_deadline_with_what_is_known()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var upstream = new RpcClient([node.Endpoint], LocalNode.Options);
        await using FakeNode relay = await Relay.StartAsync(upstream);
        relay.On("author_submitAndWatchExtrinsic", call => call.Drop()).Answer("author_submitExtrinsic", "0x00");
        await using SubtensorClient client = SubtensorClient.Connect(
            relay.Endpoint.ToString(), LocalNode.Options with { InclusionTimeout = TimeSpan.FromSeconds(1) });

        ChainUnavailableException late = await Should.ThrowAsync<ChainUnavailableException>(
            () => client.TransferAsync(LocalNode.Alice, Receiver, Balance.FromTao(5), Limit));

        late.Message.ShouldContain("transfer_keep_alive");
        late.Message.ShouldContain("within 1 s");
    }
}
