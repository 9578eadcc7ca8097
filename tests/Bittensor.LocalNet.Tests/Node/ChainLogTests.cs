using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>A chain that is kept in a folder: ended at any byte it comes back as it was.</summary>
[Trait("Area", "chain")]
public sealed class ChainLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chain-log-").FullName;

    private string LogFile => Path.Combine(_folder, "chain.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_chain_comes_back_with_the_same_blocks_state_and_nonces()
    {
        string genesis, head;
        string expected;
        await using (ChainNode node = await StartAsync(NewChain(), out LocalChain chain))
        {
            await using RpcClient client = await RpcClient.ConnectAsync(node.Endpoint);
            await LiveAsync(chain, client);
            genesis = (await client.CallAsync("chain_getBlockHash", 0))!.ToString();
            head = (await client.CallAsync("chain_getBlockHash"))!.ToString();
            expected = Describe(chain);
        }

        ChainNode.HasData(_folder).ShouldBeTrue();
        await using ChainNode again = await StartAsync(new LocalChain(), out LocalChain restored);
        await using RpcClient later = await RpcClient.ConnectAsync(again.Endpoint);
        (await later.CallAsync("chain_getBlockHash", 0))!.ToString().ShouldBe(genesis);
        (await later.CallAsync("chain_getBlockHash"))!.ToString().ShouldBe(head);
        Describe(restored).ShouldBe(expected);
        (await later.CallAsync("system_accountNextIndex", TestNode.Alice.Address))!.GetValue<int>().ShouldBe(2);

        NodeSigner signer = await NodeSigner.CreateAsync(later);
        await later.CallAsync("author_submitExtrinsic", signer.Sign(TestNode.Alice, 2, signer.Remark(1)));
        restored.ProduceBlock().Calls.Single().ErrorName.ShouldBeNull("life goes on");
    }

    [Fact]
    public async Task A_line_that_was_not_finished_costs_its_block_alone()
    {
        string before;
        await using (await StartAsync(NewChain(), out LocalChain chain))
        {
            chain.ProduceBlock();
            before = Describe(chain);
            chain.Fund(TestNode.Bob.AccountId, Balance.FromTao(1));
            chain.ProduceBlock();
        }
        byte[] whole = await File.ReadAllBytesAsync(LogFile, TestContext.Current.CancellationToken);
        int lastLine = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;
        foreach (int length in new[] { lastLine, lastLine + 1, lastLine + 40, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(LogFile, whole[..length], TestContext.Current.CancellationToken);
            await using ChainNode again = await StartAsync(new LocalChain(), out LocalChain restored);
            Describe(restored).ShouldBe(before, $"cut at {length}");
            restored.ProduceBlock().Number.ShouldBe(2UL);
        }
    }

    [Fact]
    public async Task Damage_within_the_log_is_said_and_nothing_is_overwritten()
    {
        await using (await StartAsync(NewChain(), out LocalChain chain))
            for (int i = 0; i < 3; i++)
                chain.ProduceBlock();
        byte[] bytes = await File.ReadAllBytesAsync(LogFile, TestContext.Current.CancellationToken);
        bytes[bytes.AsSpan().IndexOf((byte)'\n') + 60] ^= 1;
        await File.WriteAllBytesAsync(LogFile, bytes, TestContext.Current.CancellationToken);

        InvalidDataException problem = await Should.ThrowAsync<InvalidDataException>(() => StartAsync(new LocalChain(), out _));

        problem.Message.ShouldContain("Line 2");
        (await File.ReadAllBytesAsync(LogFile, TestContext.Current.CancellationToken)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Another_chains_options_are_noticed()
    {
        await using (await StartAsync(NewChain(), out LocalChain chain))
            for (int i = 0; i < 3; i++)
                chain.ProduceBlock();

        var other = new LocalChain(new LocalChainOptions { BlockEmission = Balance.FromTao(5) });
        (await Should.ThrowAsync<InvalidDataException>(() => StartAsync(other, out _))).Message.ShouldContain("other options");
        await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(NewChain(), out _));
    }

    private Task<ChainNode> StartAsync(LocalChain chain, out LocalChain same)
    {
        same = chain;
        return StartAsync(new ChainNode(chain, new NodeOptions { Port = 0, DataFolder = _folder, KeptBlocks = 4 }));

        static async Task<ChainNode> StartAsync(ChainNode node)
        {
            try
            {
                await node.StartAsync(TestContext.Current.CancellationToken);
                return node;
            }
            catch
            {
                await node.DisposeAsync();
                throw;
            }
        }
    }

    private static LocalChain NewChain()
    {
        var chain = new LocalChain();
        DevAccounts.Fund(chain, Balance.FromTao(1_000));
        chain.CreateSubnet(TestNode.Bob.AccountId, TestNode.Owner.AccountId, new SubnetHyperparameters { Tempo = 3, WeightsSetRateLimit = 0 });
        return chain;
    }

    /// <summary>Calls of all origins, things done at once, failures and epochs.</summary>
    private static async Task LiveAsync(LocalChain chain, RpcClient client)
    {
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        chain.Fund(TestNode.Bob.AccountId, Balance.FromTao(3));
        await client.CallAsync("author_submitExtrinsic", signer.Sign(TestNode.Alice, 0, signer.Transfer(TestNode.Bob, 7)));
        await client.CallAsync("author_submitExtrinsic", signer.Sign(TestNode.Alice, 1, signer.Transfer(TestNode.Bob, ulong.MaxValue)));
        using var miner = Keypair.FromUri("//miner");
        AccountId hotkey = miner.AccountId;
        foreach (Extrinsic call in (Extrinsic[])
        [
            new Extrinsic.BurnedRegister(TestNode.Bob.AccountId, 1, hotkey),
            new Extrinsic.AddStake(TestNode.Bob.AccountId, 1, hotkey, Balance.FromTao(10)),
            new Extrinsic.ServeAxon(hotkey, 1, new AxonInfo(hotkey, IPAddress.Loopback, 8091)),
            new Extrinsic.ServeAxon(hotkey, 1, new AxonInfo(hotkey, IPAddress.Loopback, 70_000)),
            new Extrinsic.SetWeights(hotkey, 1, [1], [9], 0),
        ])
        {
            // Refused ones are part of the history too.
            _ = chain.SubmitAsync(call, TestContext.Current.CancellationToken);
        }
        for (int i = 0; i < 5; i++)
            chain.ProduceBlock();
        chain.SetHyperparameters(1, new SubnetHyperparameters { Tempo = 4, AlphaLow = 7 });
        for (int i = 0; i < 5; i++)
            chain.ProduceBlock();
    }

    /// <summary>The whole metagraph, all totals and the newest block's number as text.</summary>
    private static string Describe(LocalChain chain) => string.Join(
        '\n',
        chain.Read(state => LocalNet.Ledger.MetagraphReader.Read(state, 1)).Neurons.Select(neuron => neuron.ToString())
            .Append(chain.GetTotals().ToString())
            .Append($"{chain.BlockNumber}"));
}
