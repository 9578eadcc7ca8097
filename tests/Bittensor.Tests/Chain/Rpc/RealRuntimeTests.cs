using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Wallets;
using Bittensor.Weights;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>The client against a runtime that nobody here wrote.</summary>
[Trait("Area", "interop")]
public sealed class RealRuntimeTests
{
    private static readonly Keypair Alice = Keypair.FromUri("//Alice");
    private static readonly Keypair Bob = Keypair.FromUri("//Bob");

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_runs_a_subnet_on_the_real_runtime()
    {
        Assert.SkipUnless(RealRuntime.Missing() is null, $"skipped: {RealRuntime.Missing()}");
        await using RealRuntime node = await RealRuntime.StartAsync(Limit);
        await using SubtensorClient client = SubtensorClient.Connect(node.Endpoint);

        ushort netuid = await CreateSubnetAsync(client);
        Balance before = await client.GetBalanceAsync(Bob.AccountId, Limit);

        ushort uid = await client.RegisterAsync(netuid, Bob, Bob.AccountId, Limit);
        (await client.RegisterAsync(netuid, Bob, Bob.AccountId, Limit)).ShouldBe(uid);
        await client.ServeAxonAsync(netuid, Bob, new AxonInfo(Bob.AccountId, IPAddress.Parse("8.8.8.8"), 8091, Version: 1000), Limit);
        await client.AddStakeAsync(netuid, Bob, Bob.AccountId, Balance.FromTao(10), Limit);
        await client.SetWeightsAsync(netuid, Bob, [new UidWeight(0, 65535), new UidWeight(uid, 32768)], versionKey: 0, Limit);

        Metagraph metagraph = await client.GetMetagraphAsync(netuid, Limit);
        NeuronInfo neuron = metagraph.Neurons[uid];
        neuron.Hotkey.ShouldBe(Bob.AccountId);
        neuron.Coldkey.ShouldBe(Bob.AccountId);
        neuron.Axon.ShouldBe(new AxonInfo(Bob.AccountId, IPAddress.Parse("8.8.8.8"), 8091, Version: 1000));
        neuron.LastUpdate.ShouldBeGreaterThan(0UL);
        neuron.RegisteredAt.ShouldBeGreaterThan(0UL);
        (await client.GetWeightsAsync(netuid, uid, Limit)).ShouldBe([new UidWeight(0, 65535), new UidWeight(uid, 32768)]);
        (await client.GetBalanceAsync(Bob.AccountId, Limit)).ShouldBeLessThan(before - Balance.FromTao(10));
        (await client.GetHyperparametersAsync(netuid, Limit)).WeightsSetRateLimit.ShouldBe(0UL);

        ChainException refusal = await Should.ThrowAsync<ChainException>(
            () => client.SetWeightsAsync(netuid, Bob, [new UidWeight(999, 65535)], versionKey: 0, Limit));
        refusal.ErrorName.ShouldBe("UidVecContainInvalidOne");
        refusal.Message.ShouldContain("set_weights");

        await ReadEverythingAsync(client, netuid, uid);
        await SendManyAtOnceAsync(client);
        await CommitAndRevealAsync(node, client, netuid, uid);
    }

    [Fact]
    public async Task The_other_calls_of_the_client_are_taken_by_the_real_runtime()
    {
        Assert.SkipUnless(RealRuntime.Missing() is null, $"skipped: {RealRuntime.Missing()}");
        await using RealRuntime node = await RealRuntime.StartAsync(Limit);
        await using SubtensorClient client = SubtensorClient.Connect(node.Endpoint);
        ushort netuid = await CreateSubnetAsync(client);
        AccountId hotkey = Keypair.FromUri("//Bob//hot").AccountId, other = Keypair.FromUri("//Bob//other").AccountId;
        using Keypair hotkeyPair = Keypair.FromUri("//Bob//hot");

        await WorkAsync(client, netuid, hotkeyPair);
        await ServeAsync(client, netuid, hotkeyPair);
        await StakeWithLimitsAsync(client, netuid, hotkey);
        await client.SetChildrenAsync(netuid, Bob, hotkey, [(Keypair.FromUri("//Alice//hot").AccountId, 0.5)], Limit);
        await client.SubmitAsync(SubtensorClient.Call("System", "remark", "final"u8.ToArray()), Bob, WaitFor.Finality, Limit);
        await client.SwapHotkeyAsync(Bob, hotkey, other, cancellationToken: Limit);

        ushort uid = (await client.FindUidAsync(netuid, other, cancellationToken: Limit)).ShouldNotBeNull();
        (await client.GetMetagraphAsync(netuid, Limit)).Neurons[uid].Coldkey.ShouldBe(Bob.AccountId);
        (await client.FindUidAsync(netuid, hotkey, cancellationToken: Limit)).ShouldBeNull();
    }

    private static async Task WorkAsync(SubtensorClient client, ushort netuid, Keypair hotkey)
    {
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        await SetStorageAsync(client, state, "Difficulty", [netuid], 20_000UL);
        await SetStorageAsync(client, state, "NetworkPowRegistrationAllowed", [netuid], true);
        // Chopsticks answers for blocks' hashes, the runtime for its own list of them: both know the parent of the next block.
        ushort uid = await client.RegisterByWorkAsync(netuid, hotkey, Bob.AccountId, cancellationToken: Limit);
        (await client.GetMetagraphAsync(netuid, Limit)).Neurons[uid].Hotkey.ShouldBe(hotkey.AccountId);
    }

    private static async Task ServeAsync(SubtensorClient client, ushort netuid, Keypair hotkey)
    {
        ChainState before = await client.AtAsync(cancellationToken: Limit);
        await SetStorageAsync(client, before, "ServingRateLimit", [netuid], 0);
        var axon = new AxonInfo(hotkey.AccountId, IPAddress.Parse("2001:4860:4860::8888"), 8091, Version: 3);
        await client.ServeAxonTlsAsync(netuid, hotkey, axon, new byte[] { 1, 2, 3 }, Limit);
        await client.ServePrometheusAsync(netuid, hotkey, new IPEndPoint(IPAddress.Parse("8.8.4.4"), 7091), version: 3, Limit);

        ChainState state = await client.AtAsync(cancellationToken: Limit);
        (await client.GetMetagraphAsync(netuid, Limit)).Find(hotkey.AccountId)!.Axon.ShouldBe(axon);
        (await state.GetAsync("SubtensorModule", "Prometheus", [netuid, hotkey.AccountId], Limit))["port"].AsUInt16().ShouldBe((ushort)7091);
        (await state.GetAsync("SubtensorModule", "NeuronCertificates", [netuid, hotkey.AccountId], Limit)).IsNull.ShouldBeFalse();
    }

    private static async Task StakeWithLimitsAsync(SubtensorClient client, ushort netuid, AccountId hotkey)
    {
        Balance low = new(1), high = Balance.FromTao(1_000_000);
        if (!HasCall("add_stake_limit", (await client.AtAsync(cancellationToken: Limit)).Metadata))
        {
            // Builds before February 2025 stake without limits only, and a new subnet's pool there gives no alpha yet.
            await client.AddStakeAsync(netuid, Bob, hotkey, Balance.FromTao(2), Limit);
            return;
        }

        await client.AddStakeLimitAsync(netuid, Bob, hotkey, Balance.FromTao(1), limitPrice: high, cancellationToken: Limit);
        ulong staked = await StakeAsync();
        staked.ShouldBeGreaterThan(0UL);

        (await Should.ThrowAsync<ChainException>(
            () => client.AddStakeLimitAsync(netuid, Bob, hotkey, Balance.FromTao(1), limitPrice: low, cancellationToken: Limit)))
            .Message.ShouldContain("add_stake_limit");

        await client.RemoveStakeLimitAsync(netuid, Bob, hotkey, new Balance(staked / 2), limitPrice: low, cancellationToken: Limit);
        (await StakeAsync()).ShouldBeLessThan(staked);

        static bool HasCall(string name, RuntimeMetadata metadata) =>
            metadata.Pallet("SubtensorModule").Calls.Any(call => call.Name == name);

        async Task<ulong> StakeAsync() =>
            (await (await client.AtAsync(cancellationToken: Limit)).GetAsync("SubtensorModule", "TotalHotkeyAlpha", [hotkey, netuid], Limit)).AsUInt64();
    }

    private static async Task ReadEverythingAsync(SubtensorClient client, ushort netuid, ushort uid)
    {
        Metagraph all = await client.GetMetagraphAsync(netuid, MetagraphParts.All, cancellationToken: Limit);

        all.Weights[uid].ShouldBe([new UidWeight(0, 65535), new UidWeight(uid, 32768)]);
        all.Bonds.Count.ShouldBe(all.Neurons.Count);
        all.Neurons[uid].AlphaStake.ShouldBe(all.Neurons[uid].Stake);
        all.Neurons[uid].StakeWeight!.Value.ShouldBeGreaterThanOrEqualTo(all.Neurons[uid].Stake);
    }

    /// <summary>Each step with a client of its own, as after a restart: only the folder of commits is common to them.</summary>
    private static async Task CommitAndRevealAsync(RealRuntime node, SubtensorClient chain, ushort netuid, ushort uid)
    {
        const int tempo = 10;
        using var folder = new TemporaryFolder();
        var options = new SubtensorOptions { CommitFolder = folder.Path };
        ChainState state = await chain.AtAsync(cancellationToken: Limit);
        await SetStorageAsync(chain, state, "CommitRevealWeightsEnabled", [netuid], true);
        await SetStorageAsync(chain, state, "Tempo", [netuid], tempo);
        UidWeight[] first = [new(0, 65535), new(uid, 111)];
        UidWeight[] second = [new(0, 222), new(uid, 65535)];

        PendingReveal older = await CommitAsync(first);
        (await RevealAsync()).ShouldBeEmpty("it is too early");
        PendingReveal newer = await CommitAsync(second);
        await using (SubtensorClient client = SubtensorClient.Connect(node.Endpoint, options))
            (await client.GetPendingRevealsAsync(netuid, Bob.AccountId, Limit)).Select(commit => commit.Hash).ShouldBe([older.Hash, newer.Hash]);
        (await chain.GetWeightsAsync(netuid, uid, Limit)).ShouldNotBe(first);

        await SkipToAsync(chain, RevealWindow.Of(newer.CommittedAt!.Value, netuid, tempo, 1).FirstBlock);
        (await RevealAsync()).Where(reveal => reveal.Commit.Hash == newer.Hash).ShouldHaveSingleItem().Result.ShouldBe(RevealResult.Revealed);
        (await chain.GetWeightsAsync(netuid, uid, Limit)).ShouldBe(second);

        PendingReveal late = await CommitAsync(first);
        await SkipToAsync(chain, RevealWindow.Of(late.CommittedAt!.Value, netuid, tempo, 1).LastBlock + 1);
        WeightReveal dropped = (await RevealAsync()).ShouldHaveSingleItem();
        dropped.Result.ShouldBe(RevealResult.Dropped);
        dropped.Message.ShouldContain("only, and now it is epoch");
        (await RevealAsync()).ShouldBeEmpty();

        async Task<PendingReveal> CommitAsync(UidWeight[] weights)
        {
            await using SubtensorClient client = SubtensorClient.Connect(node.Endpoint, options);
            return (await client.SubmitWeightsAsync(netuid, Bob, weights, versionKey: 0, Limit)).Commit.ShouldNotBeNull();
        }

        async Task<IReadOnlyList<WeightReveal>> RevealAsync()
        {
            await using SubtensorClient client = SubtensorClient.Connect(node.Endpoint, options);
            return await client.RevealDueAsync(netuid, Bob, Limit);
        }
    }

    /// <summary>Makes blocks, one by one so that none takes long to answer, until the next one has that number.</summary>
    private static async Task SkipToAsync(SubtensorClient client, ulong next)
    {
        while (await client.GetBlockNumberAsync(Limit) + 1 < next)
            await client.Rpc.RequestAsync("dev_newBlock", [], Limit);
    }

    private static async Task SendManyAtOnceAsync(SubtensorClient client)
    {
        AccountId to = Keypair.FromUri("//Somebody//new").AccountId;

        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => client.TransferAsync(Alice, to, Balance.FromTao(i), Limit)));

        (await client.GetBalanceAsync(to, Limit)).ShouldBe(Balance.FromTao(36));
    }

    private static async Task<ushort> CreateSubnetAsync(SubtensorClient client)
    {
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        await SetStorageAsync(client, state, "NetworkRateLimit", [], 0);
        ushort netuid = await client.RegisterNetworkAsync(Alice, Keypair.FromUri("//Alice//hot").AccountId, Limit);
        await SetStorageAsync(client, state, "NetworkRegistrationAllowed", [netuid], true);
        await SetStorageAsync(client, state, "WeightsSetRateLimit", [netuid], 0);
        await SetStorageAsync(client, state, "CommitRevealWeightsEnabled", [netuid], false);
        await SkipToAsync(client, await client.GetBlockNumberAsync(Limit) + 4);
        return netuid;
    }

    private static async Task SetStorageAsync(SubtensorClient client, ChainState state, string entry, object?[] keys, object value)
    {
        var found = state.Metadata.Storage("SubtensorModule", entry);
        string[] pair = [Hex(found.Key(keys)), Hex(found.EncodeValue(ScaleValue.From(value)))];
        await client.Rpc.RequestAsync("dev_setStorage", [new[] { pair }], Limit);

        static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);
    }
}
