using System.Text.Json.Nodes;
using Bittensor.Crypto;
using Bittensor.Scale.Extrinsics;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Extrinsics from submission to block, and the ones that are refused.</summary>
[Trait("Area", "chain")]
public sealed class PoolTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private RpcClient _client = null!;
    private NodeSigner _signer = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        _client = await RpcClient.ConnectAsync(_node.Node.Endpoint);
        _signer = await NodeSigner.CreateAsync(_client);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task A_watched_extrinsic_is_ready_then_in_a_block_then_final()
    {
        await _client.CallAsync("author_submitAndWatchExtrinsic", _signer.Sign(TestNode.Alice, 0, _signer.Remark(1)));
        (await _client.NotificationAsync())!.GetValue<string>().ShouldBe("ready");
        _node.Chain.ProduceBlock();

        JsonNode inBlock = (await _client.NotificationAsync())!;
        JsonNode final = (await _client.NotificationAsync())!;

        string block = inBlock["inBlock"]!.GetValue<string>();
        final["finalized"]!.GetValue<string>().ShouldBe(block);
        ILookup<uint?, string> events = await _signer.EventsAsync(_client, block);
        events[1].ShouldBe(["Balances.Withdraw", "System.Remarked", "TransactionPayment.TransactionFeePaid", "System.ExtrinsicSuccess"]);
        events[0].ShouldBe(["System.ExtrinsicSuccess"]);
    }

    [Fact]
    public async Task The_fee_is_paid_and_the_nonce_used_even_when_the_call_fails()
    {
        ulong before = await FreeAsync();
        string extrinsic = _signer.Sign(TestNode.Alice, 0, _signer.Transfer(TestNode.Bob, ulong.MaxValue), c => c with { Tip = 5 });
        string fee = (await _client.CallAsync("payment_queryInfo", extrinsic))!["partialFee"]!.GetValue<string>();

        await _client.CallAsync("author_submitExtrinsic", extrinsic);
        _node.Chain.ProduceBlock();

        (await FreeAsync()).ShouldBe(before - ulong.Parse(fee) - 5);
        (await _client.CallAsync("system_accountNextIndex", TestNode.Alice.Address))!.GetValue<int>().ShouldBe(1);
        (await _signer.EventsAsync(_client, at: null))[1].Last().ShouldBe("System.ExtrinsicFailed");
        _node.Chain.GetTotals().Conserved.ShouldBeTrue();
    }

    [Fact]
    public async Task Extrinsics_enter_blocks_in_the_order_of_their_nonces_whatever_order_they_come_in()
    {
        foreach (ulong nonce in new ulong[] { 2, 1 })
            await _client.CallAsync("author_submitExtrinsic", _signer.Sign(TestNode.Alice, nonce, _signer.Remark((byte)nonce)));
        _node.Chain.ProduceBlock().Calls.ShouldBeEmpty("nonce 0 is missing");
        (await PendingAsync()).ShouldBe(0);

        await _client.CallAsync("author_submitExtrinsic", _signer.Sign(TestNode.Alice, 0, _signer.Remark(0)));
        (await _client.CallAsync("system_accountNextIndex", TestNode.Alice.Address))!.GetValue<int>().ShouldBe(3);
        (await PendingAsync()).ShouldBe(3);
        Block block = _node.Chain.ProduceBlock();

        block.Calls.Select(call => ((Extrinsic.Signed)call.Extrinsic).Nonce).ShouldBe([0u, 1u, 2u]);
        block.Calls.ShouldAllBe(call => call.ErrorName == null);
    }

    [Fact]
    public async Task Refusals_have_the_codes_and_words_of_substrate()
    {
        byte[] remark = _signer.Remark(1);
        string good = _signer.Sign(TestNode.Alice, 0, remark);
        await RefusedAsync(1010, "bad signature", _signer.Sign(TestNode.Alice, 0, remark, c => c with { SpecVersion = 1 }));
        await RefusedAsync(1010, "bad signature", _signer.Sign(TestNode.Alice, 0, remark, c => c with { GenesisHash = new byte[32] }));
        await RefusedAsync(1010, "Inability to pay", _signer.Sign(TestNode.Owner, 0, remark));
        await RefusedAsync(1010, "Inability to pay", _signer.Sign(TestNode.Alice, 0, remark, c => c with { Tip = UInt128.MaxValue }));
        await RefusedAsync(1011, "unsigned", NodeSigner.Hex(ExtrinsicFormat.EncodeBare(remark)));
        await RefusedAsync(1010, "not expected", _signer.Sign(TestNode.Alice, 0, _signer.Metadata.EncodeCall("Timestamp", "set", 5UL)));
        await RefusedAsync(1001, "invalid format", "0x1234");
        await _client.CallAsync("author_submitExtrinsic", good);
        await RefusedAsync(1013, "already imported", good);
        await RefusedAsync(1014, "too low priority", _signer.Sign(TestNode.Alice, 0, _signer.Remark(2)));
        _node.Chain.ProduceBlock();
        await RefusedAsync(1010, "outdated", good);
    }

    [Fact]
    public async Task An_era_counts_from_a_block_that_the_signature_names()
    {
        for (int i = 0; i < 10; i++)
            _node.Chain.ProduceBlock();
        Era era = Era.Mortal(4, 9);
        byte[] birth = NodeSigner.Bytes(await _client.CallAsync("chain_getBlockHash", era.Birth(9)));
        await _client.CallAsync(
            "author_submitExtrinsic", _signer.Sign(TestNode.Alice, 0, _signer.Remark(1), c => c with { Era = era, BirthHash = birth }));
        _node.Chain.ProduceBlock().Calls.Count.ShouldBe(1);

        for (int i = 0; i < 4; i++)
            _node.Chain.ProduceBlock();
        // The same phase now means a later block, so the signature is over another hash.
        await RefusedAsync(
            1010, "bad signature", _signer.Sign(TestNode.Alice, 1, _signer.Remark(1), c => c with { Era = era, BirthHash = birth }));
    }

    [Fact]
    public async Task An_era_from_before_the_kept_blocks_is_too_old()
    {
        await using TestNode node = await TestNode.StartAsync(change: options => options with { KeptBlocks = 4 });
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        for (int i = 0; i < 10; i++)
            node.Chain.ProduceBlock();
        string old = signer.Sign(TestNode.Alice, 0, signer.Remark(1), c => c with { Era = Era.Mortal(64, 1), BirthHash = new byte[32] });

        (int code, string text) = await client.ErrorAsync("author_submitExtrinsic", old);

        code.ShouldBe(1010);
        text.ShouldContain("ancient birth block");
    }

    [Fact]
    public async Task Ed25519_signatures_are_as_good()
    {
        using Ed25519Keypair ed = Ed25519Keypair.FromUri("//Edward");
        _node.Chain.Fund(ed.AccountId, Chain.Balance.FromTao(1));
        byte[] call = _signer.Remark(7);
        var format = new ExtrinsicFormat(_signer.Metadata);
        var context = new SigningContext
        {
            SpecVersion = 424,
            TransactionVersion = 1,
            GenesisHash = NodeSigner.Bytes(await _client.CallAsync("chain_getBlockHash", 0)),
        };
        byte[] signature = ed.Sign(ExtrinsicFormat.BytesToSign(format.SigningPayload(call, context)));
        var signed = new ExtrinsicSignature(ed.AccountId, SignatureScheme.Ed25519, signature, Era.Immortal, 0, 0);

        await _client.CallAsync("author_submitExtrinsic", NodeSigner.Hex(format.Encode(call, signed)));

        _node.Chain.ProduceBlock().Calls.Single().ErrorName.ShouldBeNull();
    }

    [Fact]
    public async Task An_extrinsic_that_became_worthless_before_its_block_is_dropped_and_said_so()
    {
        await _client.CallAsync("author_submitAndWatchExtrinsic", _signer.Sign(TestNode.Alice, 0, _signer.Remark(1)));
        (await _client.NotificationAsync())!.GetValue<string>().ShouldBe("ready");
        // The chain takes calls in the order they came: behind this one nothing is left to pay with.
        _ = _node.Chain.SubmitAsync(new Extrinsic.TransferAll(TestNode.Alice.AccountId, TestNode.Bob.AccountId), TestContext.Current.CancellationToken);
        await _client.CallAsync("author_submitAndWatchExtrinsic", _signer.Sign(TestNode.Alice, 1, _signer.Remark(2)));
        (await _client.NotificationAsync())!.GetValue<string>().ShouldBe("ready");

        _node.Chain.ProduceBlock().Calls.Count.ShouldBe(2);

        JsonNode?[] rest = [await _client.NotificationAsync(), await _client.NotificationAsync(), await _client.NotificationAsync()];
        rest.Count(status => status is JsonValue value && value.GetValue<string>() == "invalid").ShouldBe(1);
        (await _client.CallAsync("system_accountNextIndex", TestNode.Alice.Address))!.GetValue<int>().ShouldBe(1);
    }

    private async Task<ulong> FreeAsync() =>
        (await _signer.ReadAsync(_client, at: null, "System", "Account", TestNode.Alice.AccountId))["data"]["free"].AsUInt64();

    private async Task<int> PendingAsync() => (await _client.CallAsync("author_pendingExtrinsics"))!.AsArray().Count;

    private async Task RefusedAsync(int code, string words, string extrinsic)
    {
        (int actual, string text) = await _client.ErrorAsync("author_submitExtrinsic", extrinsic);
        text.ShouldContain(words);
        actual.ShouldBe(code);
    }
}
