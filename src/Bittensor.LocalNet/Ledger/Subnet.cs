using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>One subnet's state. What calls change is noted in the journal; emission and epochs are never taken back.</summary>
internal sealed class Subnet(
    Journal journal, ushort netuid, AccountId ownerColdkey, AccountId ownerHotkey, SubnetHyperparameters rules, ulong createdAt)
{
    private readonly List<Neuron> _neurons = [];
    private readonly Dictionary<AccountId, ushort> _uids = [];
    private readonly SortedDictionary<AccountId, IReadOnlyList<WeightCommit>> _commits = [];

    public ushort Netuid { get; } = netuid;

    public AccountId OwnerColdkey { get; } = ownerColdkey;

    public AccountId OwnerHotkey { get; private set; } = ownerHotkey;

    public ulong CreatedAt { get; } = createdAt;

    public SubnetHyperparameters Rules { get; private set; } = rules;

    /// <summary>Block from which the tempo is counted: the last epoch, a change of the tempo, or the subnet's creation.</summary>
    public ulong TempoStart { get; private set; } = createdAt;

    /// <summary>Block of the last epoch; 0 before the first.</summary>
    public ulong LastEpochBlock { get; private set; }

    /// <summary>How many epochs have run.</summary>
    public ulong EpochIndex { get; private set; }

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
        journal.Note(() =>
        {
            _neurons.RemoveAt(uid);
            _uids.Remove(neuron.Hotkey);
        });
        return uid;
    }

    /// <summary>Puts a changed or another neuron at a uid.</summary>
    public void Update(ushort uid, Neuron neuron)
    {
        Neuron before = _neurons[uid];
        Put(uid, neuron);
        journal.Note(() => Put(uid, before));
    }

    public void SetRules(SubnetHyperparameters changed)
    {
        SubnetHyperparameters before = Rules;
        Rules = changed;
        journal.Note(() => Rules = before);
    }

    public void SetOwnerHotkey(AccountId hotkey)
    {
        AccountId before = OwnerHotkey;
        OwnerHotkey = hotkey;
        journal.Note(() => OwnerHotkey = before);
    }

    /// <summary>Counts the tempo from a block on.</summary>
    public void RestartTempo(ulong block)
    {
        ulong before = TempoStart;
        TempoStart = block;
        journal.Note(() => TempoStart = before);
    }

    /// <summary>Notes that an epoch has run.</summary>
    public void CountEpoch(ulong block)
    {
        TempoStart = LastEpochBlock = block;
        EpochIndex++;
    }

    /// <summary>Takes over how far a subnet was when its state was saved.</summary>
    public void Resume(ulong tempoStart, ulong lastEpochBlock, ulong epochIndex) =>
        (TempoStart, LastEpochBlock, EpochIndex) = (tempoStart, lastEpochBlock, epochIndex);

    /// <summary>True if an epoch is due in this block; it may have to wait for those of other subnets.</summary>
    public bool EpochIsDue(ulong block) => Rules.Tempo > 0 && block - TempoStart >= Rules.Tempo;

    /// <summary>The epoch to which a call of this block belongs: that of the last one, or of the one that is due.</summary>
    public ulong EpochAt(ulong block) => EpochIsDue(block) ? EpochIndex + 1 : EpochIndex;

    public bool IsExpired(WeightCommit commit, ulong block) => EpochAt(block) > commit.Epoch + Rules.CommitRevealPeriod;

    public IReadOnlyList<WeightCommit> CommitsOf(AccountId hotkey) => _commits.GetValueOrDefault(hotkey) ?? [];

    public void SetCommits(AccountId hotkey, IReadOnlyList<WeightCommit> commits)
    {
        IReadOnlyList<WeightCommit> before = CommitsOf(hotkey);
        PutCommits(hotkey, commits);
        journal.Note(() => PutCommits(hotkey, before));
    }

    private void Put(ushort uid, Neuron neuron)
    {
        if (_neurons[uid].Hotkey != neuron.Hotkey)
        {
            _uids.Remove(_neurons[uid].Hotkey);
            _uids.Add(neuron.Hotkey, uid);
        }
        _neurons[uid] = neuron;
    }

    private void PutCommits(AccountId hotkey, IReadOnlyList<WeightCommit> commits)
    {
        if (commits.Count == 0)
            _commits.Remove(hotkey);
        else
            _commits[hotkey] = commits;
    }
}
