using System.Text.Json.Nodes;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Registration by proof of work over the hashes that the node serves.</summary>
[Trait("Area", "chain")]
public sealed class WorkRegistrationTests
{
    private const ulong Difficulty = 1000;

    [Fact]
    public async Task Work_over_one_of_the_newest_blocks_registers_a_hotkey_without_a_balance()
    {
        await using TestNode node = await StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        using Keypair hotkey = Keypair.FromUri("//worker");
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        (ulong block, byte[] hash) = await HeadAsync(client);
        (ulong nonce, byte[] work) = Solve(hash, hotkey.AccountId);
        byte[] call = signer.Metadata.EncodeCall(
            "SubtensorModule", "register", TestNode.Netuid, block, nonce, work, hotkey.AccountId, TestNode.Bob.AccountId);

        await client.CallAsync("author_submitExtrinsic", signer.Sign(hotkey, 0, call));
        node.Chain.ProduceBlock().Calls.Single().ErrorName.ShouldBeNull();

        (await signer.ReadAsync(client, null, "SubtensorModule", "Uids", TestNode.Netuid, hotkey.AccountId)).AsUInt16().ShouldBe((ushort)1);
        (await signer.ReadAsync(client, null, "SubtensorModule", "Owner", hotkey.AccountId)).AsAccountId().ShouldBe(TestNode.Bob.AccountId);
        (await signer.ReadAsync(client, null, "SubtensorModule", "UsedWork", work)).AsUInt64().ShouldBe(2UL);
        (await signer.ReadAsync(client, null, "SubtensorModule", "Difficulty", TestNode.Netuid)).AsUInt64().ShouldBe(Difficulty);
    }

    [Fact]
    public async Task Work_that_is_old_too_little_false_or_used_is_refused()
    {
        await using TestNode node = await StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        AccountId hotkey = new(Enumerable.Repeat((byte)3, 32).ToArray());
        (ulong block, byte[] hash) = await HeadAsync(client);
        (ulong nonce, byte[] work) = Solve(hash, hotkey);
        byte[] tooMuch = [.. Enumerable.Repeat((byte)0xff, 32)];
        var good = new Extrinsic.Register(hotkey, TestNode.Netuid, block, nonce, work, hotkey, TestNode.Bob.AccountId);

        (await RefusalAsync(node, good with { Signer = TestNode.Bob.AccountId })).ShouldBe("TransactorAccountShouldBeHotKey");
        (await RefusalAsync(node, good with { Netuid = 0 })).ShouldBe("RegistrationNotPermittedOnRootSubnet");
        (await RefusalAsync(node, good with { BlockNumber = 99 })).ShouldBe("InvalidWorkBlock");
        (await RefusalAsync(node, good)).ShouldBe("InvalidWorkBlock", "three refused calls have taken a block each");

        (block, hash) = await HeadAsync(client);
        (nonce, work) = Solve(hash, hotkey);
        good = good with { BlockNumber = block, Nonce = nonce, Work = work };
        Task<Inclusion>[] calls =
        [
            .. new[]
            {
                good with { Work = tooMuch },
                good with { Work = new byte[31] },
                good with { Nonce = nonce + 1 },
                good with { Hotkey = TestNode.Alice.AccountId, Signer = TestNode.Alice.AccountId },
                good,
            }.Select(call => node.Chain.SubmitAsync(call, TestContext.Current.CancellationToken)),
        ];
        node.Chain.ProduceBlock().Calls.Select(call => call.ErrorName)
            .ShouldBe(["InvalidDifficulty", "InvalidDifficulty", "InvalidSeal", "InvalidSeal", null]);
        await Task.WhenAny(Task.WhenAll(calls));

        // The same work on another subnet, where the hotkey has no uid yet.
        node.Chain.CreateSubnet(TestNode.Alice.AccountId, TestNode.Alice.AccountId, new SubnetHyperparameters { Difficulty = Difficulty });
        (await RefusalAsync(node, good with { Netuid = 2 })).ShouldBe("InvalidSeal");
    }

    [Fact]
    public async Task A_subnet_may_close_registration_by_work()
    {
        await using TestNode node = await StartAsync();
        node.Chain.SetHyperparameters(TestNode.Netuid, new SubnetHyperparameters { PowRegistrationAllowed = false });
        AccountId hotkey = new(Enumerable.Repeat((byte)3, 32).ToArray());

        (await RefusalAsync(node, new Extrinsic.Register(hotkey, TestNode.Netuid, 1, 0, new byte[32], hotkey, hotkey)))
            .ShouldBe("SubNetRegistrationDisabled");
    }

    private static async Task<TestNode> StartAsync()
    {
        TestNode node = await TestNode.StartAsync();
        node.Chain.SetHyperparameters(TestNode.Netuid, new SubnetHyperparameters { Difficulty = Difficulty });
        node.Chain.ProduceBlock();
        return node;
    }

    private static async Task<string?> RefusalAsync(TestNode node, Extrinsic call)
    {
        Task<Inclusion> submitted = node.Chain.SubmitAsync(call, TestContext.Current.CancellationToken);
        string? error = node.Chain.ProduceBlock().Calls.Single().ErrorName;
        await Should.ThrowAsync<ChainException>(() => submitted);
        return error;
    }

    private static async Task<(ulong Number, byte[] Hash)> HeadAsync(RpcClient client)
    {
        JsonNode header = (await client.CallAsync("chain_getHeader"))!;
        return (Convert.ToUInt64(header["number"]!.GetValue<string>(), 16), NodeSigner.Bytes(await client.CallAsync("chain_getBlockHash")));
    }

    private static (ulong Nonce, byte[] Work) Solve(byte[] blockHash, AccountId hotkey)
    {
        byte[] challenge = RegistrationWork.Challenge(blockHash, hotkey);
        byte[] seal = new byte[RegistrationWork.SealLength];
        for (ulong nonce = 0; ; nonce++)
        {
            RegistrationWork.Seal(challenge, nonce, seal);
            if (RegistrationWork.Meets(seal, Difficulty))
                return (nonce, seal);
        }
    }
}
