using System.Net;
using AudioSubnet.Protocol;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.Wire;

namespace AudioSubnet.Miner.Tests;

/// <summary>A local chain with one subnet, a coldkey with funds, and keys that can be registered and staked on it.</summary>
internal sealed class TestSubnet : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _miners = [];
    private readonly List<IDisposable> _owned = [];

    public TestSubnet(Keypair? minerKey = null)
    {
        Ledger = new LocalChain(new LocalChainOptions { Sealing = Sealing.Instant });
        Chain = new SwitchableChain(new LocalSubtensor(Ledger));
        Coldkey = Key();
        MinerKey = minerKey ?? Keypair.Generate();
        _owned.Add(MinerKey);
        Ledger.Fund(Coldkey.AccountId, Balance.FromTao(1_000_000));
        Netuid = Ledger.CreateSubnet(Coldkey.AccountId, Key().AccountId, new SubnetHyperparameters { BurnCost = new Balance(1) });
    }

    public LocalChain Ledger { get; }

    /// <summary>The chain as the miner sees it; can be taken away.</summary>
    public SwitchableChain Chain { get; }

    public Keypair Coldkey { get; }

    public Keypair MinerKey { get; }

    public ushort Netuid { get; }

    /// <summary>After this a test has waited in vain.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Options for a miner on loopback that looks at the metagraph without delay when asked to.</summary>
    public MinerOptions Options => new()
    {
        Netuid = Netuid,
        Axon = new AxonOptions { Address = IPAddress.Loopback, Port = 0, MaxBodyBytes = 32 << 20, RequestsPerSecondPerHotkey = 0 },
        MetagraphMinimumInterval = TimeSpan.FromMilliseconds(20),
        SpeechLimits = new ServiceLimits(1, 8, TimeSpan.FromSeconds(50)),
    };

    public Keypair Key()
    {
        Keypair key = Keypair.Generate();
        _owned.Add(key);
        return key;
    }

    /// <summary>A registered key with stake.</summary>
    public async Task<Keypair> ValidatorAsync(decimal stake = 5000)
    {
        Keypair key = Key();
        await RegisterAsync(key, stake);
        return key;
    }

    public async Task RegisterAsync(Keypair key, decimal stake = 0)
    {
        await Chain.RegisterAsync(Netuid, Coldkey, key.AccountId, Token);
        if (stake > 0)
            await Chain.AddStakeAsync(Netuid, Coldkey, key.AccountId, Balance.FromTao(stake), Token);
    }

    /// <summary>A registered, running miner.</summary>
    public async Task<MinerService> StartMinerAsync(MinerEngines engines, MinerOptions? options = null, TimeProvider? clock = null)
    {
        await RegisterAsync(MinerKey);
        var miner = new MinerService(MinerKey, Chain, engines, options ?? Options, clock);
        _miners.Add(miner);
        await miner.StartAsync(Token);
        return miner;
    }

    /// <summary>A dendrite of a key.</summary>
    public Dendrite Dendrite(Keypair key)
    {
        var dendrite = new Dendrite(key);
        _owned.Add(dendrite);
        return dendrite;
    }

    /// <summary>Asks the miner with a key of its own dendrite.</summary>
    public Task<TSynapse> AskAsync<TSynapse>(Keypair caller, MinerService miner, TSynapse synapse, CancellationToken? token = null)
        where TSynapse : Synapse, new() =>
        Dendrite(caller).QueryAsync(miner.Endpoint!, synapse, TimeSpan.FromSeconds(60), token ?? Token);

    public Task<TextToSpeech> SpeakAsync(Keypair caller, MinerService miner, string text = "hello", CancellationToken? token = null) =>
        AskAsync(caller, miner, new TextToSpeech { TextInput = text }, token);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable miner in _miners)
            await miner.DisposeAsync();
        foreach (IDisposable owned in Enumerable.Reverse(_owned))
            owned.Dispose();
    }
}
