using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>One subnet's state.</summary>
internal sealed class Subnet(ushort netuid, AccountId ownerColdkey, AccountId ownerHotkey, SubnetHyperparameters rules, ulong createdAt)
{
    private readonly List<Neuron> _neurons = [];
    private readonly Dictionary<AccountId, ushort> _uids = [];

    public ushort Netuid { get; } = netuid;

    public AccountId OwnerColdkey { get; } = ownerColdkey;

    public AccountId OwnerHotkey { get; } = ownerHotkey;

    public ulong CreatedAt { get; } = createdAt;

    public SubnetHyperparameters Rules { get; set; } = rules;

    /// <summary>Block from which the tempo is counted: the last epoch, or the subnet's creation.</summary>
    public ulong TempoStart { get; set; } = createdAt;

    /// <summary>Block of the last epoch; 0 before the first.</summary>
    public ulong LastEpochBlock { get; set; }

    public ulong PendingServer { get; set; }

    public ulong PendingValidator { get; set; }

    public ulong PendingOwner { get; set; }

    public IReadOnlyList<Neuron> Neurons => _neurons;

    public ushort? FindUid(AccountId hotkey) => _uids.TryGetValue(hotkey, out ushort uid) ? uid : null;

    public ushort Append(Neuron neuron)
    {
        ushort uid = (ushort)_neurons.Count;
        _neurons.Add(neuron);
        _uids.Add(neuron.Hotkey, uid);
        return uid;
    }

    public void Replace(ushort uid, Neuron neuron)
    {
        _uids.Remove(_neurons[uid].Hotkey);
        _neurons[uid] = neuron;
        _uids.Add(neuron.Hotkey, uid);
    }
}
