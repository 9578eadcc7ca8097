using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Weights;

namespace Bittensor.Chain.Rpc.Reveals;

/// <summary>What the chain says, at one block, about a hotkey's commits on a subnet.</summary>
internal sealed class RevealRules
{
    private const string Pallet = "SubtensorModule";

    private readonly Dictionary<string, ulong> _commitEpochs;
    private readonly ulong _period;

    private RevealRules(Dictionary<string, ulong> commitEpochs, ulong currentEpoch, ulong period)
    {
        _commitEpochs = commitEpochs;
        _period = period;
        CurrentEpoch = currentEpoch;
    }

    /// <summary>The epoch of the next block, which is the first that can hold a reveal.</summary>
    public ulong CurrentEpoch { get; }

    public static async Task<RevealRules> ReadAsync(ChainState state, ushort netuid, AccountId hotkey, CancellationToken cancellationToken)
    {
        StorageQuery Query(string entry, params IReadOnlyList<object?> keys) => new(state.Metadata.Storage(Pallet, entry), keys);

        List<StorageQuery> queries = [Query("Tempo", netuid), Query("RevealPeriodEpochs", netuid), Query("WeightCommits", netuid, hotkey)];
        // Runtimes that count epochs keep the commit's epoch in place of its block.
        bool counted = state.Metadata.TryGetStorage(Pallet, "SubnetEpochIndex", out StorageEntry? index);
        if (counted)
            queries.Add(new StorageQuery(index!, netuid));
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(queries, cancellationToken);

        ushort tempo = values[0].AsUInt16();
        Dictionary<string, ulong> commits = new(StringComparer.Ordinal);
        foreach (ScaleValue commit in values[2].IsNull ? [] : values[2].Items)
        {
            ulong when = commit[1].AsUInt64();
            commits[RpcJson.Hex(commit[0].AsBytes().Span)] = counted ? when : RevealWindow.EpochOf(when, netuid, tempo);
        }

        ulong current = counted ? values[3].AsUInt64() : RevealWindow.EpochOf(state.BlockNumber + 1, netuid, tempo);
        return new RevealRules(commits, current, values[1].AsUInt64());
    }

    /// <summary>The epoch of a commit that the chain holds; null if it holds no such commit.</summary>
    public ulong? EpochOf(WeightCommit commit) => _commitEpochs.TryGetValue(commit.Hash, out ulong epoch) ? epoch : null;

    /// <summary>The epoch in which weights of that epoch can be revealed.</summary>
    public ulong RevealEpoch(ulong commitEpoch) => commitEpoch + _period;

    /// <summary>Negative before the epoch of the reveal, 0 in it, positive afterwards.</summary>
    public int Compare(ulong commitEpoch) => RevealWindow.Compare(CurrentEpoch, commitEpoch, _period);
}
