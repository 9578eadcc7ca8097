using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>A metagraph with everything, over RPC, by each of the ways that runtimes offer.</summary>
[Trait("Area", "chain")]
public sealed class FullMetagraphTests
{
    private const ushort Netuid = LocalNode.Netuid;

    private static readonly Keypair Hotkey = Keypair.FromUri("//Alice//hot");

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_bonds_and_stakes_are_those_of_the_block_that_was_asked_for()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        ushort uid = await ValidateAsync(client);
        string before = (await client.AtAsync(cancellationToken: Limit)).BlockHash;
        UidWeight[] weights = [new(0, 65535), new(uid, 100)];
        await client.SetWeightsAsync(Netuid, Hotkey, weights, versionKey: 0, Limit);
        await AfterEpochAsync(client);

        Metagraph now = await client.GetMetagraphAsync(Netuid, MetagraphParts.All, cancellationToken: Limit);
        Metagraph then = await client.GetMetagraphAsync(Netuid, MetagraphParts.All, before, Limit);
        Metagraph plain = await client.GetMetagraphAsync(Netuid, Limit);

        now.Weights[uid].ShouldBe(weights);
        now.Weights[0].ShouldBeEmpty();
        now.Bonds[uid].ShouldContain(bond => bond.Uid == 0 && bond.Bond > 0);
        now.Neurons[uid].AlphaStake.ShouldBe(Balance.FromTao(1000));
        now.Neurons[uid].StakeWeight.ShouldBe(Balance.FromTao(1000));
        now.Neurons[uid].TaoStake.ShouldBe(default(Balance));
        then.Weights[uid].ShouldBeEmpty();
        then.Block.ShouldBeLessThan(now.Block);
        plain.Weights.ShouldBeEmpty();
        plain.Neurons[uid].AlphaStake.ShouldBeNull();
    }

    [Theory]
    [InlineData("get_selective_metagraph")]
    [InlineData("get_selective_metagraph", "get_metagraph")]
    public async Task What_the_runtime_has_no_api_for_comes_from_elsewhere(params string[] missing)
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        await ValidateAsync(client);
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        var content = state.Metadata.Content with
        {
            Apis = [.. state.Metadata.Content.Apis.Select(api => api with { Methods = [.. api.Methods.Where(method => !missing.Contains(method.Name))] })],
        };
        var without = new ChainState(client.Rpc, state.BlockHash, state.BlockNumber, state.Runtime with { Metadata = new RuntimeMetadata(content) });

        Metagraph full = await new MetagraphQuery(state, Netuid, MetagraphParts.Stakes).RunAsync(Limit);
        Metagraph otherwise = await new MetagraphQuery(without, Netuid, MetagraphParts.Stakes).RunAsync(Limit);

        otherwise.Neurons.ShouldBe(full.Neurons);
        full.Neurons[1].StakeWeight.ShouldNotBe(default(Balance));
    }

    [Fact]
    public async Task Balances_rules_and_distances_are_of_the_block_that_was_asked_for()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        ushort uid = await ValidateAsync(client);
        ChainState before = await client.AtAsync(cancellationToken: Limit);
        Balance balance = await client.GetBalanceAsync(LocalNode.Bob.AccountId, Limit);
        await client.TransferAsync(LocalNode.Bob, Hotkey.AccountId, Balance.FromTao(1), Limit);
        node.Chain.SetHyperparameters(Netuid, new SubnetHyperparameters { Tempo = 11, WeightsSetRateLimit = 0 });
        await AfterEpochAsync(client);
        ChainState after = await client.AtAsync(cancellationToken: Limit);

        (await client.GetBalanceAsync(LocalNode.Bob.AccountId, before.BlockHash, Limit)).ShouldBe(balance);
        (await client.GetBalanceAsync(LocalNode.Bob.AccountId, after.BlockHash, Limit)).ShouldBeLessThan(balance);
        (await client.GetHyperparametersAsync(Netuid, before.BlockHash, Limit)).Tempo.ShouldBe((ushort)10);
        (await client.GetHyperparametersAsync(Netuid, after.BlockHash, Limit)).Tempo.ShouldBe((ushort)11);
        ulong? earlier = await client.GetBlocksSinceUpdateAsync(Netuid, uid, before.BlockHash, Limit);
        ulong? later = await client.GetBlocksSinceUpdateAsync(Netuid, uid, after.BlockHash, Limit);
        (later - earlier).ShouldBe(after.BlockNumber - before.BlockNumber);
        (await client.GetBlocksSinceEpochAsync(Netuid, after.BlockHash, Limit)).ShouldBeLessThan(13UL);
        (await Should.ThrowAsync<ChainException>(() => client.GetBlocksSinceUpdateAsync(Netuid, 500, null, Limit)))
            .ErrorName.ShouldBe("UidVecContainInvalidOne");
    }

    /// <summary>A neuron with stake and a permit.</summary>
    private static async Task<ushort> ValidateAsync(SubtensorClient client)
    {
        ushort uid = await client.RegisterAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        await client.AddStakeAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(1000), Limit);
        await AfterEpochAsync(client);
        return uid;
    }

    private static async Task AfterEpochAsync(SubtensorClient client)
    {
        ulong start = await client.GetBlockNumberAsync(Limit);
        await foreach (ulong block in client.SubscribeBlocksAsync(Limit))
            if (block > start + 12)
                return;
    }
}
