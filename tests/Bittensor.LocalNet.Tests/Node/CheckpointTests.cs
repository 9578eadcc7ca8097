using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Checkpoints;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>A kept chain starts from a checkpoint instead of repeating all of its blocks, and comes back the same.</summary>
[Trait("Area", "chain")]
public sealed class CheckpointTests : IDisposable
{
    private const int Interval = 10;
    private const string FolderVariable = "AUDIOSUBNET_TEST_CHAIN";

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint-").FullName;

    private string LogFile => Path.Combine(_folder, "chain.log");

    private string[] Checkpoints => [.. Directory.GetFiles(_folder, "*.checkpoint").Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_ledger_reads_back_as_it_was_written()
    {
        LocalChain chain = NewChain();
        for (int i = 0; i < 40; i++)
            Step(chain, i);
        chain.Read(state =>
        {
            byte[] bytes = ToBytes(state);
            var reader = new ScaleReader(bytes);
            LedgerState copy = LedgerReader.Read(ref reader, chain.Options.SudoKey);
            reader.ExpectEnd();
            ToBytes(copy).ShouldBe(bytes);
            copy.Totals().ShouldBe(state.Totals());
            Subnet subnet = copy.GetSubnet(1);
            subnet.Commits.ShouldNotBeEmpty();
            subnet.Neurons.ShouldContain(neuron => neuron.Prometheus != null && neuron.Certificate.Length > 0 && neuron.LastOutcome != null);
            return state;
        });
    }

    [Fact]
    public async Task A_chain_goes_on_from_its_checkpoint_without_the_blocks_before()
    {
        string expected = await LiveAsync(57);
        Checkpoints.Length.ShouldBe(3, "older ones are deleted");
        // Nobody reads the lines before the checkpoint any more, so that one of them is damaged is not noticed.
        byte[] log = await File.ReadAllBytesAsync(LogFile, TestContext.Current.CancellationToken);
        log[log.AsSpan().IndexOf((byte)'\n') + 60] ^= 1;
        await File.WriteAllBytesAsync(LogFile, log, TestContext.Current.CancellationToken);

        await using ChainNode node = await StartAsync(new LocalChain());

        (await DescribeAsync(node)).ShouldBe(expected);
        await using RpcClient client = await RpcClient.ConnectAsync(node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        string genesis = (await client.CallAsync("chain_getBlockHash", 0))!.GetValue<string>();
        (await signer.ReadAsync(client, genesis, "System", "Account", TestNode.Alice.AccountId))["data"]["free"].AsUInt64()
            .ShouldBe(Balance.FromTao(1_000).Rao, "block 0 has its state still");
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_passed_over()
    {
        string expected = await LiveAsync(57);
        foreach (Func<byte[], byte[]> damage in (Func<byte[], byte[]>[])
            [bytes => bytes[..(bytes.Length / 2)], bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], _ => []])
        {
            string newest = Checkpoints[^1];
            byte[] good = await File.ReadAllBytesAsync(newest, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(newest, damage(good), TestContext.Current.CancellationToken);
            await using (ChainNode node = await StartAsync(new LocalChain()))
                (await DescribeAsync(node)).ShouldBe(expected);
            await File.WriteAllBytesAsync(newest, good, TestContext.Current.CancellationToken);
        }

        foreach (string checkpoint in Checkpoints)
            await File.WriteAllBytesAsync(checkpoint, [1, 2, 3], TestContext.Current.CancellationToken);
        await using ChainNode repeated = await StartAsync(new LocalChain());
        (await DescribeAsync(repeated)).ShouldBe(expected, "without any checkpoint all blocks are repeated");
    }

    [Fact]
    public async Task A_checkpoint_of_another_chain_is_passed_over()
    {
        await LiveAsync(57);
        byte[] other = await File.ReadAllBytesAsync(Checkpoints[^1], TestContext.Current.CancellationToken);
        string name = Checkpoints[^1];
        Array.ForEach(Directory.GetFiles(_folder), File.Delete);
        string expected = await LiveAsync(57, extra: 1);
        await File.WriteAllBytesAsync(name, other, TestContext.Current.CancellationToken);

        await using ChainNode node = await StartAsync(new LocalChain());
        (await DescribeAsync(node)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_checkpoint_that_was_not_finished_counts_for_nothing()
    {
        string expected = await LiveAsync(33);
        string part = Checkpoints[^1] + ".part";
        await File.WriteAllBytesAsync(part, (await File.ReadAllBytesAsync(Checkpoints[^1], TestContext.Current.CancellationToken))[..99], TestContext.Current.CancellationToken);

        await using ChainNode node = await StartAsync(new LocalChain());

        (await DescribeAsync(node)).ShouldBe(expected);
        File.Exists(part).ShouldBeFalse();
    }

    [Fact]
    [Trait("Area", "fuzz")]
    public void Mutated_checkpoints_are_refused_as_damaged()
    {
        LocalChain chain = NewChain();
        for (int i = 0; i < 20; i++)
            Step(chain, i);
        byte[] good = chain.Read(state => new Checkpoint(DateTimeOffset.UnixEpoch, 5, [new BlockHash(new byte[32])], state).ToBytes());
        var random = new Random(7);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. good.AsSpan(0, random.Next(4) == 0 ? random.Next(33, good.Length) : good.Length)];
            for (int i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(32, bytes.Length)] = (byte)random.Next(256);
            // With a checksum that holds, so that the reader itself is tried.
            Hashes.Blake2b256(bytes.AsSpan(32)).CopyTo(bytes, 0);
            try
            {
                Checkpoint.Read(bytes, null);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public async Task A_chain_that_is_killed_while_it_writes_comes_back_whole()
    {
        ulong last = 0;
        for (int round = 0; round < 3; round++)
        {
            using Process process = StartChild();
            // Checkpoints come with every block, so the process dies within one more often than not.
            ulong goal = last + 25 + (ulong)round;
            try
            {
                await foreach (string line in ReadLinesAsync(process.StandardOutput))
                    if (line.StartsWith("block ", StringComparison.Ordinal) && ulong.Parse(line[6..], CultureInfo.InvariantCulture) >= goal)
                        break;
            }
            finally
            {
                process.Kill();
            }
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            await using ChainNode node = await StartAsync(new LocalChain(), out LocalChain restored);
            restored.BlockNumber.ShouldBeGreaterThanOrEqualTo(goal, "what was said to be a block is one");
            restored.GetTotals().Conserved.ShouldBeTrue();
            last = restored.ProduceBlock().Number;
        }
    }

    /// <summary>What <see cref="A_chain_that_is_killed_while_it_writes_comes_back_whole"/> starts and kills.</summary>
    [Fact(Explicit = true)]
    public async Task Runs_a_chain_until_it_is_killed()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? throw new InvalidOperationException($"{FolderVariable} names no folder.");
        LocalChain chain = ChainNode.HasData(folder) ? new LocalChain() : NewChain();
        await using var node = new ChainNode(chain, Options(folder) with { CheckpointInterval = 1 });
        await node.StartAsync(TestContext.Current.CancellationToken);
        for (int i = 0; ; i++)
        {
            Step(chain, i);
            Console.WriteLine($"block {chain.BlockNumber}");
        }
    }

    private Process StartChild()
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            ["-explicit", "only", "-method", $"{typeof(CheckpointTests).FullName}.{nameof(Runs_a_chain_until_it_is_killed)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment[FolderVariable] = _folder;
        return Process.Start(start)!;
    }

    private static async IAsyncEnumerable<string> ReadLinesAsync(StreamReader reader)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (await reader.ReadLineAsync(limit.Token) is string line)
            yield return line;
    }

    private async Task<string> LiveAsync(int blocks, int extra = 0)
    {
        LocalChain chain = NewChain();
        chain.Fund(TestNode.Bob.AccountId, new Balance((ulong)extra));
        await using ChainNode node = await StartAsync(chain);
        for (int i = 0; i < blocks; i++)
            Step(chain, i);
        while (chain.BlockNumber < (ulong)blocks)
            chain.ProduceBlock();
        return await DescribeAsync(node);
    }

    /// <summary>A block with a call that changes something, of every kind in turn.</summary>
    private static void Step(LocalChain chain, int index)
    {
        AccountId miner = TestSubnet.Account("miner");
        AccountId alice = TestNode.Alice.AccountId;
        AccountId owner = TestNode.Owner.AccountId;
        Extrinsic call = (index % 10) switch
        {
            0 => new Extrinsic.BurnedRegister(alice, 1, index < 10 ? miner : TestSubnet.Account($"miner {index}")),
            1 => new Extrinsic.AddStake(alice, 1, miner, new Balance(1_000 + (ulong)index)),
            2 => new Extrinsic.ServeAxonTls(miner, 1, new AxonInfo(miner, IPAddress.Loopback, 8091, 7), new byte[] { 1, 2, 3 }),
            3 => new Extrinsic.ServePrometheus(miner, 1, new PrometheusInfo(IPAddress.IPv6Loopback, 9, 8)),
            4 => new Extrinsic.CommitWeights(miner, 1, Hashes.Blake2b256([(byte)index])),
            5 => new Extrinsic.SetWeights(owner, 2, [0], [9], 0),
            6 => new Extrinsic.Sudo(alice, new Extrinsic.SetHyperparameter(alice, "sudo_set_immunity_period", 1, [index])),
            7 => new Extrinsic.Transfer(alice, TestSubnet.Account($"friend {index}"), new Balance(7)),
            8 => new Extrinsic.RemoveStake(alice, 1, miner, new Balance(500)),
            _ => new Extrinsic.Signed(new Extrinsic.Remark(alice, new byte[] { 9 }, WithEvent: true), 99, default, default, ReadOnlyMemory<byte>.Empty),
        };
        _ = chain.SubmitAsync(call, TestContext.Current.CancellationToken);
        chain.ProduceBlock();
    }

    private static LocalChain NewChain()
    {
        var chain = new LocalChain();
        DevAccounts.Fund(chain, Balance.FromTao(1_000));
        var rules = new SubnetHyperparameters { Tempo = 7, WeightsSetRateLimit = 0, ServingRateLimit = 0 };
        chain.CreateSubnet(TestNode.Bob.AccountId, TestNode.Owner.AccountId, rules with { CommitRevealWeightsEnabled = true });
        chain.CreateSubnet(TestNode.Bob.AccountId, TestNode.Owner.AccountId, rules);
        return chain;
    }

    private static NodeOptions Options(string folder) => new() { Port = 0, DataFolder = folder, KeptBlocks = 4, CheckpointInterval = Interval };

    private Task<ChainNode> StartAsync(LocalChain chain) => StartAsync(chain, out _);

    private Task<ChainNode> StartAsync(LocalChain chain, out LocalChain same)
    {
        same = chain;
        return StartAsync(new ChainNode(chain, Options(_folder)));

        static async Task<ChainNode> StartAsync(ChainNode node)
        {
            await node.StartAsync(TestContext.Current.CancellationToken);
            return node;
        }
    }

    /// <summary>The newest block's hash, which covers the whole state, and that of block 0.</summary>
    private static async Task<string> DescribeAsync(ChainNode node)
    {
        await using RpcClient client = await RpcClient.ConnectAsync(node.Endpoint);
        return $"{await client.CallAsync("chain_getBlockHash")} after {await client.CallAsync("chain_getBlockHash", 0)}";
    }

    private static byte[] ToBytes(LedgerState state)
    {
        using var writer = new ScaleWriter();
        LedgerWriter.Write(writer, state);
        return writer.ToArray();
    }
}
