using System.Net;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Scale;

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

        await SendManyAtOnceAsync(client);
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
        // Some builds take a mechanism id as a second argument.
        object?[] arguments = state.Metadata.Call("SubtensorModule", "register_network").Arguments.Count == 2
            ? [Keypair.FromUri("//Alice//hot").AccountId, 1]
            : [Keypair.FromUri("//Alice//hot").AccountId];
        ExtrinsicReceipt receipt = await client.SubmitAsync(SubtensorClient.Call("SubtensorModule", "register_network", arguments), Alice, Limit);
        ushort netuid = receipt.Events.Single(record => record.Name == "NetworkAdded").Fields[0].AsUInt16();
        await SetStorageAsync(client, state, "NetworkRegistrationAllowed", [netuid], true);
        await SetStorageAsync(client, state, "WeightsSetRateLimit", [netuid], 0);
        await SetStorageAsync(client, state, "CommitRevealWeightsEnabled", [netuid], false);
        await client.Rpc.RequestAsync("dev_newBlock", [new { count = 3 }], Limit);
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
