using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>The client's calls, taken by a node and read back.</summary>
[Trait("Area", "chain")]
public sealed class ClientCallsTests
{
    private const ushort Netuid = LocalNode.Netuid;

    private static readonly Keypair Hotkey = Keypair.FromUri("//Alice//hot");
    private static readonly AccountId NewHotkey = Keypair.FromUri("//Alice//new").AccountId;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stake_moves_within_its_price_limit_and_not_beyond()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        ushort uid = await client.RegisterAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);

        await client.AddStakeLimitAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(10), Balance.FromTao(1.1m), cancellationToken: Limit);
        await client.RemoveStakeLimitAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(4), Balance.FromTao(0.9m), cancellationToken: Limit);
        ChainException tooDear = await Should.ThrowAsync<ChainException>(() => client.AddStakeLimitAsync(
            Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(10), Balance.FromTao(0.5m), cancellationToken: Limit));

        tooDear.ErrorName.ShouldBe("SlippageTooHigh");
        (await client.GetMetagraphAsync(Netuid, Limit)).Neurons[uid].Stake.ShouldBe(Balance.FromTao(6));
    }

    [Fact]
    public async Task A_subnet_of_ones_own_gets_a_netuid_and_its_owner_serves_in_it()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();

        ushort netuid = await client.RegisterNetworkAsync(LocalNode.Alice, Hotkey.AccountId, Limit);
        var axon = new AxonInfo(Hotkey.AccountId, IPAddress.Parse("2001:db8::1"), 8091, Version: 7);
        await client.ServeAxonTlsAsync(netuid, Hotkey, axon, new byte[] { 1, 2, 3 }, Limit);
        await client.ServePrometheusAsync(netuid, Hotkey, new IPEndPoint(IPAddress.Parse("1.2.3.4"), 7091), version: 7, Limit);

        netuid.ShouldBe((ushort)(Netuid + 1));
        (await client.GetMetagraphAsync(netuid, Limit)).Neurons.ShouldHaveSingleItem().Axon.ShouldBe(axon);
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        (await state.GetAsync("SubtensorModule", "Prometheus", [netuid, Hotkey.AccountId], Limit))["port"].AsUInt16().ShouldBe((ushort)7091);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Netuid)]
    public async Task A_swapped_hotkey_keeps_its_uid_under_the_new_name(ushort? netuid)
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        ushort uid = await client.RegisterAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);

        await client.SwapHotkeyAsync(LocalNode.Alice, Hotkey.AccountId, NewHotkey, netuid, Limit);

        (await client.FindUidAsync(Netuid, NewHotkey, cancellationToken: Limit)).ShouldBe(uid);
        (await client.FindUidAsync(Netuid, Hotkey.AccountId, cancellationToken: Limit)).ShouldBeNull();
    }

    [Fact]
    public async Task The_next_block_for_weights_is_told()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { WeightsSetRateLimit = 1000 });
        await using SubtensorClient client = node.Connect();
        ushort uid = await client.RegisterAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        ulong registered = (await client.GetMetagraphAsync(Netuid, Limit)).Neurons[uid].LastUpdate;

        (await client.GetNextWeightsBlockAsync(Netuid, Hotkey.AccountId, Limit)).ShouldBe(registered + 1000);
        (await client.GetNextWeightsBlockAsync(Netuid, NewHotkey, Limit)).ShouldBe(0UL);
    }
}
