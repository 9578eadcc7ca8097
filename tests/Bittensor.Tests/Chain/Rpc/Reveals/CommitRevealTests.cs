using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Chain.Rpc.Reveals;
using Bittensor.Crypto;
using Bittensor.Tests.Wallets;

namespace Bittensor.Tests.Chain.Rpc.Reveals;

/// <summary>Weights of a subnet with commit and reveal, over RPC. Each step has a client of its own, as after a restart.</summary>
[Trait("Area", "chain")]
public sealed class CommitRevealTests : IDisposable
{
    private const ushort Netuid = LocalNode.Netuid;

    /// <summary>Epochs of more than a second, so that a busy machine too finds the one in which a reveal is due.</summary>
    private static readonly SubnetHyperparameters Rules = new()
    {
        Tempo = 25, WeightsSetRateLimit = 0, ServingRateLimit = 0, CommitRevealWeightsEnabled = true,
    };

    private static readonly Keypair Hotkey = Keypair.FromUri("//Alice//hot");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Weights_are_committed_and_revealed_in_the_next_epoch_by_another_process()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        ushort uid = await RegisterAsync(node);
        UidWeight[] weights = [new(0, 65535), new(uid, 100)];

        await using (SubtensorClient client = Connect(node))
        {
            await client.SetWeightsAsync(Netuid, Hotkey, weights, versionKey: 0, Limit);
            (await client.GetWeightsAsync(Netuid, uid, Limit)).ShouldBeEmpty();
        }

        WeightReveal reveal = await NextRevealAsync(node);

        reveal.Result.ShouldBe(RevealResult.Revealed, reveal.Message);
        reveal.Commit.Weights.ShouldBe(weights);
        await using SubtensorClient after = Connect(node);
        (await after.GetWeightsAsync(Netuid, uid, Limit)).ShouldBe(weights);
        (await after.GetPendingRevealsAsync(Netuid, Hotkey.AccountId, Limit)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Setting_weights_reveals_on_the_way_what_is_due()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        ushort uid = await RegisterAsync(node);
        await using SubtensorClient client = Connect(node);
        UidWeight[] weights = [new(0, 65535), new(uid, 100)];
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        WeightSubmission first = await client.SubmitWeightsAsync(Netuid, Hotkey, weights, versionKey: 0, Limit);
        ulong epoch = await EpochAsync(client);
        await foreach (ulong _ in client.SubscribeBlocksAsync(Limit))
            if (await EpochAsync(client) > epoch)
                break;

        WeightSubmission second = await client.SubmitWeightsAsync(Netuid, Hotkey, weights, versionKey: 0, Limit);

        first.Reveals.ShouldBeEmpty();
        second.Reveals.ShouldHaveSingleItem().Commit.Hash.ShouldBe(first.Commit!.Hash);
        (await client.GetPendingRevealsAsync(Netuid, Hotkey.AccountId, Limit)).ShouldHaveSingleItem().Hash.ShouldBe(second.Commit!.Hash);
        second.Commit.Hash.ShouldNotBe(first.Commit.Hash);
        state.BlockNumber.ShouldBeLessThan(first.Commit.CommittedAt!.Value);
    }

    /// <summary>The process ended after the commit was handed in, before its block was known.</summary>
    [Fact]
    public async Task A_commit_whose_block_was_never_learnt_is_found_on_the_chain_and_revealed()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        ushort uid = await RegisterAsync(node);
        await using (SubtensorClient client = Connect(node))
        {
            await client.SetWeightsAsync(Netuid, Hotkey, [new(0, 65535), new(uid, 100)], versionKey: 0, Limit);
            await (await FileAsync(client)).ChangeAsync(commits => commits.Select(commit => commit with { CommittedAt = null }), Limit);
        }

        (await NextRevealAsync(node)).Result.ShouldBe(RevealResult.Revealed);
    }

    [Fact]
    public async Task A_commit_that_never_reached_a_block_is_dropped_and_told_once_it_is_void()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        await RegisterAsync(node);
        await using SubtensorClient client = Connect(node);
        ulong head = await client.GetBlockNumberAsync(Limit);
        var lost = WeightCommit.Create(Netuid, Hotkey.AccountId, [new(0, 1)], versionKey: 0, voidFrom: head);
        WeightCommit mayCome = WeightCommit.Create(Netuid, Hotkey.AccountId, [new(0, 1)], versionKey: 0, voidFrom: head + 1_000_000);
        await (await FileAsync(client)).ChangeAsync(_ => [lost, mayCome], Limit);

        WeightReveal reveal = (await client.RevealDueAsync(Netuid, Hotkey, Limit)).ShouldHaveSingleItem();

        reveal.Result.ShouldBe(RevealResult.Dropped);
        reveal.Message.ShouldContain("entered no block");
        (await client.GetPendingRevealsAsync(Netuid, Hotkey.AccountId, Limit)).ShouldHaveSingleItem().Hash.ShouldBe(mayCome.Hash);
    }

    [Fact]
    public async Task A_commit_that_the_chain_refuses_leaves_nothing_behind()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        await using SubtensorClient client = Connect(node);
        node.Chain.Fund(Hotkey.AccountId, Balance.FromTao(1));

        ChainException refusal = await Should.ThrowAsync<ChainException>(
            () => client.SetWeightsAsync(Netuid, Hotkey, [new(0, 1)], versionKey: 0, Limit));

        refusal.ErrorName.ShouldStartWith("HotKeyNotRegisteredIn");
        (await client.GetPendingRevealsAsync(Netuid, Hotkey.AccountId, Limit)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Weights_that_the_chain_refuses_at_the_reveal_are_told_and_tried_again_until_their_epoch_is_over()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        await RegisterAsync(node);
        await using (SubtensorClient client = Connect(node))
            await client.SetWeightsAsync(Netuid, Hotkey, [new(999, 65535)], versionKey: 0, Limit);

        WeightReveal refused = await NextRevealAsync(node);
        WeightReveal dropped = await NextRevealAsync(node, other => other.Result == RevealResult.Dropped);

        refused.Result.ShouldBe(RevealResult.Refused);
        refused.Message.ShouldContain("UidVecContainInvalidOne");
        dropped.Commit.Hash.ShouldBe(refused.Commit.Hash);
    }

    [Fact]
    public async Task A_damaged_file_of_commits_stops_new_ones()
    {
        await using LocalNode node = await LocalNode.StartAsync(Rules);
        ushort uid = await RegisterAsync(node);
        await using SubtensorClient client = Connect(node);
        await client.SetWeightsAsync(Netuid, Hotkey, [new(0, 65535), new(uid, 1)], versionKey: 0, Limit);
        await File.WriteAllTextAsync(Directory.EnumerateFiles(_folder.Path, "*.json").Single(), "{", Limit);

        await Should.ThrowAsync<CommitFileException>(() => client.SetWeightsAsync(Netuid, Hotkey, [new(0, 65535)], versionKey: 0, Limit));
        await Should.ThrowAsync<CommitFileException>(() => client.RevealDueAsync(Netuid, Hotkey, Limit));
    }

    private SubtensorClient Connect(LocalNode node) => SubtensorClient.Connect(
        node.Endpoint.ToString(), LocalNode.Options with { CommitFolder = _folder.Path, AlwaysSaltedCommits = true });

    private async Task<CommitFile> FileAsync(SubtensorClient client)
    {
        string genesis = (await client.Rpc.RequestAsync("chain_getBlockHash", [0], Limit)).GetString()!;
        return CommitFile.In(_folder.Path, genesis, Netuid, Hotkey.AccountId, TimeProvider.System);
    }

    /// <summary>A neuron with a permit.</summary>
    private async Task<ushort> RegisterAsync(LocalNode node)
    {
        await using SubtensorClient client = Connect(node);
        ushort uid = await client.RegisterAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Limit);
        await client.AddStakeAsync(Netuid, LocalNode.Alice, Hotkey.AccountId, Balance.FromTao(1000), Limit);
        await foreach (ulong _ in client.SubscribeBlocksAsync(Limit))
            if ((await client.GetMetagraphAsync(Netuid, Limit)).Neurons[uid].ValidatorPermit)
                break;
        return uid;
    }

    /// <summary>Asks block after block, each time with a new client, until something happens to a commit.</summary>
    private async Task<WeightReveal> NextRevealAsync(LocalNode node, Func<WeightReveal, bool>? which = null)
    {
        await using SubtensorClient watch = Connect(node);
        await foreach (ulong _ in watch.SubscribeBlocksAsync(Limit))
        {
            await using SubtensorClient client = Connect(node);
            if ((await client.RevealDueAsync(Netuid, Hotkey, Limit)).FirstOrDefault(which ?? (_ => true)) is { } reveal)
                return reveal;
        }

        throw new InvalidOperationException("The blocks ended.");
    }

    private static async Task<ulong> EpochAsync(SubtensorClient client)
    {
        ChainState state = await client.AtAsync(cancellationToken: Limit);
        return (await state.GetAsync("SubtensorModule", "SubnetEpochIndex", [Netuid], Limit)).AsUInt64();
    }
}
