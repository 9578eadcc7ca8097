using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Ledger;

/// <summary>What each block does before its calls: emission to every subnet, and the epochs that are due.</summary>
internal sealed class Coinbase(LocalChainOptions options)
{
    /// <summary>Of the runtime; further epochs wait a block.</summary>
    private const int MaxEpochsPerBlock = 2;

    public void Run(LedgerState state, List<ChainEvent> events)
    {
        state.UsedWork.Forget(state.BlockNumber - Math.Min(state.BlockNumber, RegistrationWork.Lifetime));
        foreach (Subnet subnet in state.Subnets)
            Emit(state, subnet);
        foreach (Subnet subnet in state.Subnets.Where(subnet => subnet.EpochIsDue(state.BlockNumber)).Take(MaxEpochsPerBlock).ToArray())
            RunEpoch(state, subnet, events);
    }

    /// <summary>The owner's cut first, then halves for miners and validators. There is no root stake, so no root share.</summary>
    private void Emit(LedgerState state, Subnet subnet)
    {
        ulong emission = Math.Min(options.BlockEmission.Rao, ulong.MaxValue - state.Issued);
        state.Issue(emission);
        ulong ownerCut = Share(emission, options.SubnetOwnerCut, ushort.MaxValue);
        ulong server = (emission - ownerCut) / 2;
        subnet.PendingOwner += ownerCut;
        subnet.PendingServer += server;
        subnet.PendingValidator += emission - ownerCut - server;
    }

    private void RunEpoch(LedgerState state, Subnet subnet, List<ChainEvent> events)
    {
        ulong pot = subnet.PendingServer + subnet.PendingValidator;
        IReadOnlyList<YumaOutcome> outcomes = YumaConsensus.Run(Input(state, subnet, pot));
        subnet.CountEpoch(state.BlockNumber);
        ulong[] paid = new ulong[outcomes.Count];
        (ulong toMiners, ulong recycled) = PayMiners(state, subnet, outcomes, paid);
        ulong toValidators = PayValidators(state, subnet, outcomes, paid, pot - toMiners - recycled);
        for (ushort uid = 0; uid < paid.Length; uid++)
            subnet.Update(uid, subnet.Neurons[uid] with { LastOutcome = outcomes[uid], LastPaid = paid[uid] });
        if (toMiners + recycled + toValidators == 0)
            recycled = pot;
        state.Recycle(recycled);
        ulong toOwner = subnet.PendingOwner;
        state.Stakes.Add(subnet.Netuid, subnet.OwnerHotkey, subnet.OwnerColdkey, toOwner);

        // What rounding has left over waits for the next epoch.
        subnet.PendingServer = 0;
        subnet.PendingValidator = pot - toMiners - toValidators - recycled;
        subnet.PendingOwner = 0;
        events.Add(new ChainEvent.EpochRan(
            subnet.Netuid,
            new Balance(toMiners),
            new Balance(toValidators),
            new Balance(toOwner),
            [.. paid.Select(amount => new Balance(amount))]));
        if (recycled > 0)
            events.Add(new ChainEvent.EmissionRecycled(subnet.Netuid, new Balance(recycled)));
    }

    private static YumaInput Input(LedgerState state, Subnet subnet, ulong pot) => new()
    {
        Block = state.BlockNumber,
        LastEpochBlock = subnet.LastEpochBlock,
        Rules = subnet.Rules,
        OwnerUid = subnet.FindUid(subnet.OwnerHotkey),
        Emission = pot,
        Neurons =
        [
            .. subnet.Neurons.Select(neuron => new YumaNeuron
            {
                Stake = state.Stakes.On(subnet.Netuid, neuron.Hotkey),
                Weights = neuron.Weights,
                Bonds = neuron.LastOutcome?.Bonds ?? [],
                LastUpdate = neuron.LastUpdate,
                RegisteredAt = neuron.RegisteredAt,
                ValidatorPermit = neuron.ValidatorPermit,
                CommittedAt = subnet.CommitsOf(neuron.Hotkey).FirstOrDefault(commit => !subnet.IsExpired(commit, state.BlockNumber))?.Block,
            }),
        ],
    };

    /// <summary>Incentive becomes stake of the hotkey's owner; what the subnet owner's own miner earned is recycled.</summary>
    private static (ulong Paid, ulong Recycled) PayMiners(
        LedgerState state, Subnet subnet, IReadOnlyList<YumaOutcome> outcomes, ulong[] paid)
    {
        ulong total = 0;
        ulong recycled = 0;
        foreach ((int uid, Neuron neuron) in subnet.Neurons.Index())
        {
            ulong earned = outcomes[uid].ServerEmission;
            if (neuron.Hotkey == subnet.OwnerHotkey)
            {
                recycled += earned;
                continue;
            }
            state.Stakes.Add(subnet.Netuid, neuron.Hotkey, state.OwnerOf(neuron.Hotkey)!.Value, earned);
            paid[uid] += earned;
            total += earned;
        }
        return (total, recycled);
    }

    /// <summary>The rest of the pot goes to validators in proportion of what consensus gives them.</summary>
    private ulong PayValidators(LedgerState state, Subnet subnet, IReadOnlyList<YumaOutcome> outcomes, ulong[] paid, ulong pot)
    {
        ulong sum = outcomes.Aggregate(0UL, (total, outcome) => total + outcome.ValidatorEmission);
        ulong given = 0;
        foreach ((int uid, YumaOutcome outcome) in outcomes.Index().Where(entry => entry.Item.ValidatorEmission > 0))
        {
            ulong earned = Share(pot, outcome.ValidatorEmission, sum);
            PayStakers(state, subnet.Netuid, subnet.Neurons[uid].Hotkey, earned);
            paid[uid] += earned;
            given += earned;
        }
        return given;
    }

    /// <summary>The hotkey's owner takes the delegate take, the rest is shared by stake; what rounding leaves is the owner's.</summary>
    private void PayStakers(LedgerState state, ushort netuid, AccountId hotkey, ulong amount)
    {
        AccountId owner = state.OwnerOf(hotkey)!.Value;
        KeyValuePair<AccountId, ulong>[] stakers = [.. state.Stakes.Stakers(netuid, hotkey)];
        ulong staked = state.Stakes.On(netuid, hotkey);
        ulong shared = amount - Share(amount, options.DelegateTake, ushort.MaxValue);
        ulong paid = 0;
        foreach ((AccountId coldkey, ulong stake) in stakers)
        {
            ulong part = Share(shared, stake, staked);
            state.Stakes.Add(netuid, hotkey, coldkey, part);
            paid += part;
        }
        state.Stakes.Add(netuid, hotkey, owner, amount - paid);
    }

    private static ulong Share(ulong amount, ulong part, ulong whole) => (ulong)((UInt128)amount * part / whole);
}
