using System.Net;
using AudioSubnet.Scoring;
using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Validator.Tests;

/// <summary>A local chain with a validator (uid 0) and miners (uid 1 …), each call a block of its own.</summary>
internal sealed class TestNet : IDisposable
{
    private readonly Keypair _coldkey = Keypair.FromUri("//coldkey");

    private TestNet(SubnetHyperparameters rules)
    {
        Chain = new LocalChain(new LocalChainOptions { Sealing = Sealing.Instant });
        Subtensor = new LocalSubtensor(Chain);
        Chain.Fund(_coldkey.AccountId, Balance.FromTao(1_000_000));
        Netuid = Chain.CreateSubnet(_coldkey.AccountId, Validator.AccountId, rules);
    }

    public LocalChain Chain { get; }

    public LocalSubtensor Subtensor { get; }

    public ushort Netuid { get; }

    public Keypair Validator { get; } = Keypair.FromUri("//validator");

    public static Keypair Miner(int uid) => Keypair.FromUri($"//miner{uid}");

    public static async Task<TestNet> StartAsync(int miners, SubnetHyperparameters? rules = null)
    {
        var net = new TestNet(rules ?? new SubnetHyperparameters { Tempo = 100, WeightsSetRateLimit = 0 });
        await net.Subtensor.AddStakeAsync(net.Netuid, net._coldkey, net.Validator.AccountId, Balance.FromTao(10_000));
        for (int uid = 1; uid <= miners; uid++)
            await net.JoinAsync(uid);
        return net;
    }

    public Task<ushort> RegisterAsync(Keypair miner) => Subtensor.RegisterAsync(Netuid, _coldkey, miner.AccountId);

    public async Task<ushort> JoinAsync(int number)
    {
        using Keypair miner = Miner(number);
        ushort uid = await RegisterAsync(miner);
        await Subtensor.ServeAxonAsync(Netuid, miner, new AxonInfo(miner.AccountId, IPAddress.Loopback, 9000 + number));
        return uid;
    }

    public void ProduceUntil(ulong block)
    {
        while (Chain.BlockNumber < block)
            Chain.ProduceBlock();
    }

    public ValidatorOptions Options(TemporaryFolder folder) =>
        new() { Netuid = Netuid, StateDirectory = folder.Path, Seed = 7, RoundPause = TimeSpan.Zero };

    public ValidatorParts Parts(
        TemporaryFolder folder, IMinerClient miners, IAudioScorer? scorer =
            null, ISubtensor? chain = null, TimeProvider? clock = null, params IValidatorObserver[] observers) => new()
            {
                Hotkey = Validator,
                Chain = chain ?? Subtensor,
                Miners = miners,
                Scorer = scorer ?? new TestScorer(0.8),
                Store = ValidatorStore.Open(folder.Path, clock ?? TimeProvider.System, NullLogger.Instance),
                Clock = clock ?? TimeProvider.System,
                Observers = observers,
            };

    public void Dispose()
    {
        _coldkey.Dispose();
        Validator.Dispose();
    }
}
