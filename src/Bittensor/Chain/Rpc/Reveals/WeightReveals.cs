using System.Collections.Concurrent;
using System.Globalization;
using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc.Reveals;

/// <summary>
/// Commits weights and reveals them in their epoch. A commit is on disk before it is handed in, and leaves it only when the chain has the
/// weights or can never take them; what a crash left open, the chain's own list of commits settles.
/// </summary>
internal sealed class WeightReveals(SubtensorClient client, SubtensorOptions options, TimeProvider time) : IDisposable
{
    /// <summary>A refused reveal is tried again after so many blocks: what was wrong is seldom right in the next one.</summary>
    private const ulong RetryAfterBlocks = 10;

    /// <summary>Blocks that may pass between the decision to commit and the signature.</summary>
    private const ulong SigningBlocks = 256;

    private readonly ConcurrentDictionary<(AccountId Hotkey, ushort Netuid), SemaphoreSlim> _gates = [];
    private string? _genesisHash;

    /// <summary>What waits to be revealed, oldest first.</summary>
    public async Task<IReadOnlyList<PendingReveal>> PendingAsync(ushort netuid, AccountId hotkey, CancellationToken cancellationToken) =>
        [.. (await FileAsync(netuid, hotkey, cancellationToken)).Read().Select(commit => commit.ToPendingReveal())];

    /// <summary>Commits weights: noted, handed in, and noted again with the block that holds them.</summary>
    public async Task<(ExtrinsicReceipt Receipt, PendingReveal Commit)> CommitAsync(
        ChainState state, ushort netuid, Keypair hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = await EnterAsync(netuid, hotkey.AccountId, cancellationToken);
        try
        {
            CommitFile file = await FileAsync(netuid, hotkey.AccountId, cancellationToken);
            ulong voidFrom = state.BlockNumber + SigningBlocks + (ulong)options.EraPeriod;
            var commit = WeightCommit.Create(netuid, hotkey.AccountId, weights, versionKey, voidFrom);
            await file.ChangeAsync(commits => [.. commits, commit], cancellationToken);
            ChainCall call = SubtensorCalls.CommitWeights(netuid, commit.Hash);
            ExtrinsicReceipt receipt;
            try
            {
                receipt = await client.SubmitAsync(call, hotkey, cancellationToken);
            }
            catch (ChainException)
            {
                // It is not on the chain and never will be. After any other failure it may be: the next look at the chain tells.
                await RemoveAsync(file, commit);
                throw;
            }

            WeightCommit committed = commit with { CommittedAt = receipt.BlockNumber };
            // Once it is on the chain this is not given up for a cancellation.
            await ReplaceAsync(file, committed);
            return (receipt, committed.ToPendingReveal());
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Reveals what is due, and drops what can never be revealed. Without commits the chain is not asked.</summary>
    public async Task<IReadOnlyList<WeightReveal>> RevealDueAsync(ushort netuid, Keypair hotkey, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = await EnterAsync(netuid, hotkey.AccountId, cancellationToken);
        try
        {
            CommitFile file = await FileAsync(netuid, hotkey.AccountId, cancellationToken);
            IReadOnlyList<WeightCommit> commits = file.Read();
            if (commits.Count == 0)
                return [];
            ChainState state = await client.AtAsync(null, cancellationToken);
            RevealRules rules = await RevealRules.ReadAsync(state, netuid, hotkey.AccountId, cancellationToken);
            List<WeightReveal> reveals = [];
            // The oldest first: the chain forgets all commits before the one that is revealed.
            foreach (WeightCommit commit in commits)
                if (await SettleAsync(file, commit, rules, state.BlockNumber, netuid, hotkey, cancellationToken) is { } reveal)
                    reveals.Add(reveal);
            return reveals;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim gate in _gates.Values)
            gate.Dispose();
    }

    /// <summary>What is to be said about a commit now; null if it just waits.</summary>
    private async Task<WeightReveal?> SettleAsync(
        CommitFile file, WeightCommit commit, RevealRules rules, ulong block, ushort netuid, Keypair hotkey, CancellationToken cancellationToken)
    {
        if (rules.EpochOf(commit) is not { } epoch)
            return Absence(commit, block) is { } reason ? await DropAsync(file, commit, reason) : null;
        switch (rules.Compare(epoch))
        {
            case < 0:
                return null;
            case > 0:
                return await DropAsync(
                    file, commit, $"they could be revealed in epoch {rules.RevealEpoch(epoch)} of subnet {netuid} only, and now it is epoch {rules.CurrentEpoch}");
            default:
                return block + 1 < commit.NotBefore ? null : await RevealAsync(file, commit, block, netuid, hotkey, cancellationToken);
        }
    }

    /// <summary>Why a commit that the chain does not hold can be forgotten; null if it may still turn up.</summary>
    private static string? Absence(WeightCommit commit, ulong block)
    {
        if (commit.CommittedAt is not { } committed)
            return block < commit.VoidFrom ? null : $"the commit entered no block before {commit.VoidFrom}, when it became void";
        // A node that lags behind does not know of the commit yet.
        return block < committed
            ? null
            : "the chain holds the commit no more: it was revealed before, a later one was revealed first, or its epoch is over";
    }

    private async Task<WeightReveal?> RevealAsync(
        CommitFile file, WeightCommit commit, ulong block, ushort netuid, Keypair hotkey, CancellationToken cancellationToken)
    {
        ChainCall call = SubtensorCalls.RevealWeights(netuid, commit.Uids, commit.Values, commit.Salt, commit.VersionKey);
        try
        {
            ExtrinsicReceipt receipt = await client.SubmitAsync(call, hotkey, cancellationToken);
            await RemoveAsync(file, commit);
            return new WeightReveal(RevealResult.Revealed, commit.ToPendingReveal(), string.Create(
                CultureInfo.InvariantCulture, $"The weights committed {When(commit)} were revealed in block {receipt.BlockNumber}."));
        }
        catch (ChainException refusal)
        {
            switch (refusal.ErrorName)
            {
                case "RevealTooEarly":
                    // The node that was asked is ahead of the one that builds the block.
                    return null;
                case "ExpiredWeightCommit" or "NoWeightsCommitFound" or "InvalidRevealCommitHashNotMatch":
                    return await DropAsync(file, commit, $"the chain answers {refusal.ErrorName}");
                default:
                    await ReplaceAsync(file, commit with { NotBefore = block + RetryAfterBlocks });
                    return new WeightReveal(
                        RevealResult.Refused, commit.ToPendingReveal(),
                        $"The weights committed {When(commit)} could not be revealed: {refusal.ErrorName} ({refusal.Message}). They are tried again from block {block + RetryAfterBlocks} on.");
            }
        }
    }

    private static async Task<WeightReveal> DropAsync(CommitFile file, WeightCommit commit, string reason)
    {
        await RemoveAsync(file, commit);
        return new WeightReveal(RevealResult.Dropped, commit.ToPendingReveal(), $"The weights committed {When(commit)} are dropped: {reason}.");
    }

    private static string When(WeightCommit commit) => commit.CommittedAt is { } block ? $"in block {block}" : $"under {commit.Hash}";

    // What the chain has done stays done whoever cancels, so the file follows it in any case; the lock has its own time limit.
    private static Task RemoveAsync(CommitFile file, WeightCommit commit) =>
        file.ChangeAsync(commits => commits.Where(other => other.Hash != commit.Hash), CancellationToken.None);

    private static Task ReplaceAsync(CommitFile file, WeightCommit commit) =>
        file.ChangeAsync(commits => commits.Select(other => other.Hash == commit.Hash ? commit : other), CancellationToken.None);

    private async Task<SemaphoreSlim> EnterAsync(ushort netuid, AccountId hotkey, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _gates.GetOrAdd((hotkey, netuid), static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        return gate;
    }

    private async Task<CommitFile> FileAsync(ushort netuid, AccountId hotkey, CancellationToken cancellationToken)
    {
        _genesisHash ??= RpcJson.Text(await client.Rpc.RequestAsync("chain_getBlockHash", [0], cancellationToken));
        if (_genesisHash is not ['0', 'x', _, _, _, _, _, _, _, _, ..])
            throw new FormatException("The node's hash of the genesis block is none.");
        return CommitFile.In(options.CommitFolder, _genesisHash, netuid, hotkey, time);
    }
}
