using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>One subnet's state.</summary>
internal sealed class Subnet(ushort netuid, AccountId ownerColdkey, AccountId ownerHotkey, SubnetHyperparameters rules, ulong createdAt)
{
    private readonly List<Neuron> _neurons = [];
    private readonly Dictionary<AccountId, ushort> _uids = [];
    private readonly SortedDictionary<AccountId, IReadOnlyList<WeightCommit>> _commits = [];

    public ushort Netuid { get; } = netuid;

    public AccountId OwnerColdkey { get; } = ownerColdkey;

    public AccountId OwnerHotkey { get; } = ownerHotkey;

    public ulong CreatedAt { get; } = createdAt;

    public SubnetHyperparameters Rules { get; set; } = rules;

    /// <summary>Block from which the tempo is counted: the last epoch, or the subnet's creation.</summary>
    public ulong TempoStart { get; set; } = createdAt;

    /// <summary>Block of the last epoch; 0 before the first.</summary>
    public ulong LastEpochBlock { get; set; }

    /// <summary>How many epochs have run.</summary>
    public ulong EpochIndex { get; set; }

    public ulong PendingServer { get; set; }

    public ulong PendingValidator { get; set; }

    public ulong PendingOwner { get; set; }

    public IReadOnlyList<Neuron> Neurons => _neurons;

    /// <summary>Commits that wait for their reveal, oldest first, by hotkey.</summary>
    public IReadOnlyDictionary<AccountId, IReadOnlyList<WeightCommit>> Commits => _commits;

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

    /// <summary>True if an epoch is due in this block; it may have to wait for those of other subnets.</summary>
    public bool EpochIsDue(ulong block) => Rules.Tempo > 0 && block - TempoStart >= Rules.Tempo;

    /// <summary>The epoch to which a call of this block belongs: that of the last one, or of the one that is due.</summary>
    public ulong EpochAt(ulong block) => EpochIsDue(block) ? EpochIndex + 1 : EpochIndex;

    public bool IsExpired(WeightCommit commit, ulong block) => EpochAt(block) > commit.Epoch + Rules.CommitRevealPeriod;

    public IReadOnlyList<WeightCommit> CommitsOf(AccountId hotkey) => _commits.GetValueOrDefault(hotkey) ?? [];

    public void SetCommits(AccountId hotkey, IReadOnlyList<WeightCommit> commits)
    {
        if (commits.Count == 0)
            _commits.Remove(hotkey);
        else
            _commits[hotkey] = commits;
    }
}
