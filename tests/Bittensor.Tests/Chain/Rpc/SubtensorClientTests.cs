using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class SubtensorClientTests
{
    private static readonly Keypair Hotkey = Keypair.FromUri("//Alice//hot");

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_rpc_the_chain_looks_as_it_does_in_process()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        var direct = new LocalSubtensor(node.Chain);

        ushort uid = await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        await client.AddStakeAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(1000), Limit);
        await client.ServeAxonAsync(LocalNode.Netuid, Hotkey, new AxonInfo(Hotkey.AccountId, IPAddress.Parse("1.2.3.4"), 8091, Version: 7), Limit);
        UidWeight[] weights = [new(0, 65535), new(uid, 100)];
        await AfterAnEpochAsync(client);
        await client.SetWeightsAsync(LocalNode.Netuid, Hotkey, weights, versionKey: 0, Limit);

        // Between two reads an epoch may pass: those count between which nothing has changed.
        Metagraph before, seen, there;
        do
        {
            before = await direct.GetMetagraphAsync(LocalNode.Netuid, Limit);
            seen = await client.GetMetagraphAsync(LocalNode.Netuid, Limit);
            there = await direct.GetMetagraphAsync(LocalNode.Netuid, Limit);
        }
        while (!before.Neurons.SequenceEqual(there.Neurons));
        seen.Neurons.ShouldBe(there.Neurons);
        (await client.GetHyperparametersAsync(LocalNode.Netuid, Limit)).ShouldBe(await direct.GetHyperparametersAsync(LocalNode.Netuid, Limit));
        (await client.GetWeightsAsync(LocalNode.Netuid, uid, Limit)).ShouldBe(weights);
        (await client.GetBalanceAsync(LocalNode.Alice.AccountId, Limit)).ShouldBe(await direct.GetBalanceAsync(LocalNode.Alice.AccountId, Limit));
        seen.Neurons[uid].Axon.ShouldBe(new AxonInfo(Hotkey.AccountId, IPAddress.Parse("1.2.3.4"), 8091, Version: 7));
        seen.Neurons[uid].Stake.ShouldBe(Balance.FromTao(1000));
    }

    [Fact]
    public async Task The_metagraph_is_the_same_from_storage_as_from_the_runtime_api()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        await client.AddStakeAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(10), Limit);
        await AfterAnEpochAsync(client);
        ChainState state = await client.AtAsync(cancellationToken: Limit);

        Metagraph fromApi = await new MetagraphQuery(state, LocalNode.Netuid).RunAsync(Limit);
        Metagraph fromStorage = await new MetagraphQuery(WithoutApis(client, state), LocalNode.Netuid).RunAsync(Limit);

        state.Metadata.ApiMethods.ShouldNotBeEmpty();
        fromStorage.Neurons.ShouldBe(fromApi.Neurons);
    }

    [Fact]
    public async Task A_registered_hotkey_keeps_its_uid_and_pays_nothing()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();

        ushort first = await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        Balance paid = await client.GetBalanceAsync(LocalNode.Alice.AccountId, Limit);
        ushort second = await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);

        second.ShouldBe(first);
        (await client.GetBalanceAsync(LocalNode.Alice.AccountId, Limit)).ShouldBe(paid);
    }

    [Fact]
    public async Task Refusals_carry_the_name_that_the_metadata_has_for_them()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        Keypair stranger = Keypair.FromUri("//Stranger");
        node.Chain.Fund(stranger.AccountId, Balance.FromTao(1));

        (await RefusalAsync(() => client.SetWeightsAsync(LocalNode.Netuid, stranger, [new UidWeight(0, 1)], 0, Limit))).ShouldBe("HotKeyNotRegisteredInSubNet");
        (await RefusalAsync(() => client.GetMetagraphAsync(99, Limit))).ShouldBe("SubnetNotExists");
        (await RefusalAsync(() => client.GetHyperparametersAsync(99, Limit))).ShouldBe("SubnetNotExists");
        (await RefusalAsync(() => client.GetWeightsAsync(LocalNode.Netuid, 50, Limit))).ShouldBe("UidVecContainInvalidOne");
        (await RefusalAsync(() => client.AtAsync("0x" + new string('7', 64), Limit))).ShouldBe("BlockNotFound");
    }

    [Fact]
    public async Task Weights_that_come_too_soon_are_stopped_with_the_block_from_which_they_may_come()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { WeightsSetRateLimit = 1_000_000 });
        await using SubtensorClient client = node.Connect();
        ushort uid = await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        ulong registered = (await client.GetMetagraphAsync(LocalNode.Netuid, Limit)).Neurons[uid].LastUpdate;

        ChainException refusal = await Should.ThrowAsync<ChainException>(() => client.SetWeightsAsync(LocalNode.Netuid, Hotkey, [new UidWeight(0, 1)], 0, Limit));

        refusal.ErrorName.ShouldBe("SettingWeightsTooFast");
        refusal.Message.ShouldContain($"block {registered + 1_000_000}");
    }

    [Fact]
    public async Task A_subnet_that_wants_time_locked_commits_is_told_by_name()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { CommitRevealWeightsEnabled = true });
        AccountId root = LocalNode.Alice.AccountId;
        await node.Chain.SubmitAsync(new Extrinsic.Sudo(root, new Extrinsic.SetCommitRevealVersion(root, 4)), Limit);
        await using SubtensorClient client = node.Connect();

        (await RefusalAsync(() => client.SetWeightsAsync(LocalNode.Netuid, Hotkey, [new UidWeight(0, 1)], 0, Limit))).ShouldBe("TimelockedCommitRequired");
    }

    [Fact]
    public async Task Extrinsics_of_one_account_sent_at_once_have_nonces_of_their_own()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        await using SubtensorClient other = node.Connect();
        AccountId to = Keypair.FromUri("//Receiver").AccountId;

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 4 == 0 ? other : client).TransferAsync(LocalNode.Alice, to, Balance.FromTao(1), Limit)));

        (await client.GetBalanceAsync(to, Limit)).ShouldBe(Balance.FromTao(40));
    }

    [Fact]
    public async Task Calls_and_arguments_that_are_not_there_are_told_by_name()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();

        MetadataNameException call = await Should.ThrowAsync<MetadataNameException>(
            () => client.SubmitAsync(SubtensorClient.Call("SubtensorModule", "set_weight"), LocalNode.Alice, Limit));
        ScaleEncodingException argument = await Should.ThrowAsync<ScaleEncodingException>(
            () => client.SubmitAsync(SubtensorClient.Call("Balances", "transfer_keep_alive", "nobody", 1), LocalNode.Alice, Limit));

        call.Message.ShouldContain("set_weights");
        argument.Message.ShouldContain("dest");
    }

    [Fact]
    public async Task Blocks_go_on_over_a_connection_that_is_cut_again_and_again()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using var proxy = new FaultyProxy(node.Endpoint, faultsPerThousand: 50, seed: 3);
        await using SubtensorClient client = SubtensorClient.Connect(proxy.Endpoint, LocalNode.Options);

        List<ulong> blocks = [];
        await foreach (ulong block in client.SubscribeBlocksAsync(Limit))
        {
            blocks.Add(block);
            if (blocks.Count >= 10 && proxy.Drops >= 2)
                break;
        }

        blocks.Zip(blocks.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
    }

    [Fact]
    public async Task All_entries_of_a_map_come_with_their_keys()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient client = node.Connect();
        ushort uid = await client.RegisterAsync(LocalNode.Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        ChainState state = await client.AtAsync(cancellationToken: Limit);

        IReadOnlyList<StorageItem> keys = await state.GetAllAsync("SubtensorModule", "Keys", [LocalNode.Netuid], Limit);

        keys.Single(item => item.Value.AsAccountId() == Hotkey.AccountId).Keys[1]!.AsUInt16().ShouldBe(uid);
        keys.Count.ShouldBe(2);
    }

    /// <summary>The first epoch after a registration gives permits; the next one emission.</summary>
    private static async Task AfterAnEpochAsync(SubtensorClient client)
    {
        ulong start = await client.GetBlockNumberAsync(Limit);
        await foreach (ulong block in client.SubscribeBlocksAsync(Limit))
            if (block > start + 11)
                return;
    }

    private static async Task<string> RefusalAsync(Func<Task> call) => (await Should.ThrowAsync<ChainException>(call)).ErrorName;

    private static ChainState WithoutApis(SubtensorClient client, ChainState state)
    {
        var bare = new RuntimeMetadata(state.Metadata.Content with { Apis = [] });
        return new ChainState(client.Rpc, state.BlockHash, state.BlockNumber, state.Runtime with { Metadata = bare });
    }
}
