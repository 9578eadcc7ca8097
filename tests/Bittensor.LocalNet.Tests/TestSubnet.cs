using System.Security.Cryptography;
using System.Text;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Tests;

/// <summary>A chain with one subnet, stepped by hand; accounts are known by names.</summary>
internal sealed class TestSubnet
{
    public const ushort Netuid = 1;

    public TestSubnet(SubnetHyperparameters? rules = null, LocalChainOptions? options = null)
    {
        Chain = new LocalChain(options);
        Rules = rules ?? new SubnetHyperparameters { Tempo = 10, WeightsSetRateLimit = 5, ImmunityPeriod = 20 };
        Chain.Fund(Coldkey, Balance.FromTao(1_000_000));
        Chain.CreateSubnet(Coldkey, Account("owner"), Rules);
    }

    public LocalChain Chain { get; }

    public SubnetHyperparameters Rules { get; private set; }

    /// <summary>The coldkey that pays for everything.</summary>
    public static AccountId Coldkey { get; } = Account("coldkey");

    public static AccountId Account(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Hands a call in, produces a block, and gives what the call brought about.</summary>
    public async Task<Inclusion> Do(Extrinsic extrinsic)
    {
        Task<Inclusion> inclusion = Chain.SubmitAsync(extrinsic, TestContext.Current.CancellationToken);
        Chain.ProduceBlock();
        return await inclusion;
    }

    /// <summary>The name of the error with which the chain refuses a call.</summary>
    public async Task<string> Refusal(Extrinsic extrinsic) => (await Should.ThrowAsync<ChainException>(() => Do(extrinsic))).ErrorName;

    public async Task<ushort> Register(string hotkey, decimal stake = 0)
    {
        Inclusion inclusion = await Do(new Extrinsic.BurnedRegister(Coldkey, Netuid, Account(hotkey)));
        if (stake > 0)
            await Do(new Extrinsic.AddStake(Coldkey, Netuid, Account(hotkey), Balance.FromTao(stake)));
        return inclusion.Events.OfType<ChainEvent.NeuronRegistered>().Single().Uid;
    }

    public Task<Inclusion> SetWeights(string hotkey, params UidWeight[] weights) => Do(Weights(hotkey, weights));

    public static Extrinsic.SetWeights Weights(string hotkey, params UidWeight[] weights) =>
        new(Account(hotkey), Netuid, [.. weights.Select(entry => entry.Uid)], [.. weights.Select(entry => entry.Weight)], 0);

    public void Change(Func<SubnetHyperparameters, SubnetHyperparameters> change)
    {
        SubnetHyperparameters rules = change(Rules);
        Chain.SetHyperparameters(Netuid, rules);
        Rules = rules;
    }

    /// <summary>Produces blocks until an epoch has run.</summary>
    public Block RunToEpoch()
    {
        while (true)
        {
            Block block = Chain.ProduceBlock();
            if (block.Events.OfType<ChainEvent.EpochRan>().Any())
                return block;
        }
    }

    public void Skip(int blocks)
    {
        for (int i = 0; i < blocks; i++)
            Chain.ProduceBlock();
    }

    public async Task<NeuronInfo> Neuron(string hotkey)
    {
        Metagraph metagraph = await new LocalSubtensor(Chain).GetMetagraphAsync(Netuid, TestContext.Current.CancellationToken);
        return metagraph.Find(Account(hotkey)) ?? throw new InvalidOperationException($"{hotkey} is not registered.");
    }
}
