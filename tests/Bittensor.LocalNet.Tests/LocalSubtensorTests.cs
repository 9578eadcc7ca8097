using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.LocalNet.Tests;

[Trait("Area", "chain")]
public sealed class LocalSubtensorTests : IDisposable
{
    private readonly Keypair _coldkey = Keypair.FromUri("//Alice");
    private readonly Keypair _validator = Keypair.FromUri("//validator");
    private readonly Keypair _miner = Keypair.FromUri("//miner");
    private readonly LocalChain _chain = new(new LocalChainOptions { Sealing = Sealing.Instant });
    private readonly LocalSubtensor _subtensor;
    private readonly ushort _netuid;

    public LocalSubtensorTests()
    {
        _subtensor = new LocalSubtensor(_chain);
        _chain.Fund(_coldkey.AccountId, Balance.FromTao(1000));
        _netuid = _chain.CreateSubnet(_coldkey.AccountId, _validator.AccountId, new SubnetHyperparameters { Tempo = 5, WeightsSetRateLimit = 0 });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_validator_and_a_miner_go_from_registration_to_emission()
    {
        ushort miner = await _subtensor.RegisterAsync(_netuid, _coldkey, _miner.AccountId, Cancellation);
        await _subtensor.AddStakeAsync(_netuid, _coldkey, _validator.AccountId, Balance.FromTao(500), Cancellation);
        await _subtensor.ServeAxonAsync(_netuid, _miner, new AxonInfo(_miner.AccountId, IPAddress.Loopback, 8091), Cancellation);
        while (await _subtensor.GetBlockNumberAsync(Cancellation) < 5)
            _chain.ProduceBlock();
        await _subtensor.SetWeightsAsync(_netuid, _validator, [new UidWeight(miner, 1)], 0, Cancellation);
        while (await _subtensor.GetBlockNumberAsync(Cancellation) < 10)
            _chain.ProduceBlock();

        Metagraph metagraph = await _subtensor.GetMetagraphAsync(_netuid, Cancellation);

        metagraph.Block.ShouldBe(10UL);
        NeuronInfo info = metagraph.Find(_miner.AccountId).ShouldNotBeNull();
        info.Axon.ShouldBe(new AxonInfo(_miner.AccountId, IPAddress.Loopback, 8091));
        info.Axon.IsServing.ShouldBeTrue();
        info.Coldkey.ShouldBe(_coldkey.AccountId);
        info.Incentive.ShouldBe(1);
        info.Emission.ShouldBe(info.Stake);
        info.Emission.Tao.ShouldBeGreaterThan(1);
        metagraph.Find(_validator.AccountId)!.ValidatorPermit.ShouldBeTrue();
        (await _subtensor.GetBalanceAsync(_coldkey.AccountId, Cancellation)).ShouldBe(Balance.FromTao(1000 - 500 - 1));
    }

    [Fact]
    public async Task Weights_read_back_are_those_set_scaled_to_a_maximum_of_65535()
    {
        await _subtensor.RegisterAsync(_netuid, _coldkey, _miner.AccountId, Cancellation);
        await _subtensor.AddStakeAsync(_netuid, _coldkey, _validator.AccountId, Balance.FromTao(500), Cancellation);
        while (_chain.BlockNumber < 5)
            _chain.ProduceBlock();

        await _subtensor.SetWeightsAsync(_netuid, _validator, [new UidWeight(1, 40000), new UidWeight(0, 1000)], 0, Cancellation);
        (await _subtensor.GetWeightsAsync(_netuid, 0, Cancellation)).ShouldBe([new UidWeight(1, 65535), new UidWeight(0, 1638)]);

        UidWeight[] upscaled = [new UidWeight(0, 12345), new UidWeight(1, 65535)];
        await _subtensor.SetWeightsAsync(_netuid, _validator, upscaled, 0, Cancellation);
        (await _subtensor.GetWeightsAsync(_netuid, 0, Cancellation)).ShouldBe(upscaled);
        (await _subtensor.GetWeightsAsync(_netuid, 1, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hotkey_that_is_registered_already_keeps_its_uid_and_pays_nothing()
    {
        ushort uid = await _subtensor.RegisterAsync(_netuid, _coldkey, _miner.AccountId, Cancellation);
        Balance before = await _subtensor.GetBalanceAsync(_coldkey.AccountId, Cancellation);

        (await _subtensor.RegisterAsync(_netuid, _coldkey, _miner.AccountId, Cancellation)).ShouldBe(uid);

        (await _subtensor.GetBalanceAsync(_coldkey.AccountId, Cancellation)).ShouldBe(before);
    }

    [Fact]
    public async Task Two_registrations_of_one_hotkey_in_the_same_block_give_the_same_uid()
    {
        var chain = new LocalChain();
        var subtensor = new LocalSubtensor(chain);
        chain.Fund(_coldkey.AccountId, Balance.FromTao(10));
        chain.CreateSubnet(_coldkey.AccountId, _validator.AccountId);
        Task<ushort> first = subtensor.RegisterAsync(1, _coldkey, _miner.AccountId, Cancellation);
        Task<ushort> second = subtensor.RegisterAsync(1, _coldkey, _miner.AccountId, Cancellation);
        first.IsCompleted.ShouldBeFalse("a call waits for its block");

        chain.ProduceBlock();

        (await first).ShouldBe(await second);
        (await subtensor.GetBalanceAsync(_coldkey.AccountId, Cancellation)).ShouldBe(Balance.FromTao(9));
    }

    [Fact]
    public async Task Unknown_subnets_and_neurons_are_named_errors()
    {
        (await Should.ThrowAsync<ChainException>(() => _subtensor.GetMetagraphAsync(9, Cancellation))).ErrorName.ShouldBe("SubnetNotExists");
        (await Should.ThrowAsync<ChainException>(() => _subtensor.GetHyperparametersAsync(9, Cancellation))).ErrorName.ShouldBe("SubnetNotExists");
        (await Should.ThrowAsync<ChainException>(() => _subtensor.RegisterAsync(9, _coldkey, _miner.AccountId, Cancellation)))
            .ErrorName.ShouldBe("SubnetNotExists");
        (await Should.ThrowAsync<ChainException>(() => _subtensor.GetWeightsAsync(_netuid, 7, Cancellation)))
            .ErrorName.ShouldBe("UidVecContainInvalidOne");
    }

    [Fact]
    public async Task Blocks_come_on_the_timer()
    {
        var time = new FakeTimeProvider();
        var chain = new LocalChain(new LocalChainOptions { BlockTime = TimeSpan.FromSeconds(12) }, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task running = chain.RunAsync(stop.Token);
        await using IAsyncEnumerator<ulong> blocks = new LocalSubtensor(chain).SubscribeBlocksAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await blocks.MoveNextAsync();
        blocks.Current.ShouldBe(0UL, "a subscription begins with the newest block");

        for (ulong expected = 1; expected <= 3; expected++)
        {
            time.Advance(TimeSpan.FromSeconds(11));
            chain.BlockNumber.ShouldBe(expected - 1);
            time.Advance(TimeSpan.FromSeconds(1));
            await blocks.MoveNextAsync();
            blocks.Current.ShouldBe(expected);
        }

        chain.GetBlocks()[^1].Time.ShouldBe(time.GetUtcNow());
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Every_block_is_read_once_and_in_order_with_its_events()
    {
        _chain.ProduceBlock();
        await using IAsyncEnumerator<Block> blocks = _chain.ReadBlocksAsync(1, Cancellation).GetAsyncEnumerator(Cancellation);
        await blocks.MoveNextAsync();
        blocks.Current.Events.ShouldContain(new ChainEvent.AccountFunded(_coldkey.AccountId, Balance.FromTao(1000)));
        ValueTask<bool> next = blocks.MoveNextAsync();

        await _subtensor.RegisterAsync(_netuid, _coldkey, _miner.AccountId, Cancellation);
        _chain.ProduceBlock();

        await next;
        blocks.Current.Number.ShouldBe(2UL);
        blocks.Current.Events.ShouldContain(happened => happened is ChainEvent.NeuronRegistered);
        await blocks.MoveNextAsync();
        blocks.Current.Number.ShouldBe(3UL);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_block()
    {
        var subtensor = new LocalSubtensor(new LocalChain());
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<ulong> blocks = subtensor.SubscribeBlocksAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await blocks.MoveNextAsync();
        ValueTask<bool> next = blocks.MoveNextAsync();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next.AsTask());
    }

    public void Dispose()
    {
        _coldkey.Dispose();
        _validator.Dispose();
        _miner.Dispose();
    }
}
