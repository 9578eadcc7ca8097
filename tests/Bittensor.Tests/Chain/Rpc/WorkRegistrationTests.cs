using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>Registration by proof of work against a chain that checks it.</summary>
[Trait("Area", "chain")]
public sealed class WorkRegistrationTests
{
    private static readonly Keypair Worker = Keypair.FromUri("//Worker");

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hotkey_without_balance_registers_by_work_and_keeps_its_uid()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { Difficulty = 5_000 });
        await using SubtensorClient client = node.Connect();

        ushort uid = await client.RegisterByWorkAsync(LocalNode.Netuid, Worker, LocalNode.Bob.AccountId, threads: 2, Limit);

        NeuronInfo neuron = (await client.GetMetagraphAsync(LocalNode.Netuid, Limit)).Neurons[uid];
        neuron.Hotkey.ShouldBe(Worker.AccountId);
        neuron.Coldkey.ShouldBe(LocalNode.Bob.AccountId);
        (await client.RegisterByWorkAsync(LocalNode.Netuid, Worker, LocalNode.Bob.AccountId, threads: 1, Limit)).ShouldBe(uid);
    }

    [Fact]
    public async Task A_closed_subnet_is_found_out_before_any_work()
    {
        await using LocalNode node = await LocalNode.StartAsync(
            new SubnetHyperparameters { PowRegistrationAllowed = false, Difficulty = ulong.MaxValue });
        await using SubtensorClient client = node.Connect();

        ChainException refusal = await Should.ThrowAsync<ChainException>(
            () => client.RegisterByWorkAsync(LocalNode.Netuid, Worker, LocalNode.Bob.AccountId, threads: 1, Limit));

        refusal.ErrorName.ShouldBe("SubNetRegistrationDisabled");
    }

    [Fact]
    public async Task Work_goes_on_over_new_blocks_until_it_is_cancelled()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { Difficulty = ulong.MaxValue });
        await using SubtensorClient client = node.Connect();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        ulong start = await client.GetBlockNumberAsync(Limit);

        Task<ushort> work = client.RegisterByWorkAsync(LocalNode.Netuid, Worker, LocalNode.Bob.AccountId, threads: 1, stop.Token);
        await foreach (ulong block in client.SubscribeBlocksAsync(Limit))
            if (block > start + 5)
                break;
        work.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => work);
    }
}
