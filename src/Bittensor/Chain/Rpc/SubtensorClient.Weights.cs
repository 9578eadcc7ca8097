using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

public sealed partial class SubtensorClient
{
    /// <inheritdoc/>
    /// <exception cref="ChainException">
    /// SettingWeightsTooFast: the rate limit; the message says from which block on. TimelockedCommitRequired: the subnet takes weights as
    /// time-locked commits (commit-reveal version 4), which this client does not make. Both are found out before anything is sent.
    /// </exception>
    /// <exception cref="CommitFileException">The file of commits that wait for their reveal is damaged; nothing was sent.</exception>
    public Task SetWeightsAsync(
        ushort netuid, Keypair hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, CancellationToken cancellationToken = default) =>
        SubmitWeightsAsync(netuid, hotkey, weights, versionKey, cancellationToken);

    /// <summary>
    /// Sets the weights of the hotkey's neuron as the subnet wants them: at once, or as a commit that <see cref="RevealDueAsync"/> reveals
    /// an epoch or more later. Earlier commits that are due are revealed on the way.
    /// </summary>
    /// <remarks>A commit is kept in <see cref="SubtensorOptions.CommitFolder"/> before it is handed in, so a crash loses none.</remarks>
    /// <returns>What was done.</returns>
    /// <exception cref="ChainException">As <see cref="SetWeightsAsync"/>.</exception>
    /// <exception cref="CommitFileException">The file of commits that wait for their reveal is damaged; nothing was sent.</exception>
    public async Task<WeightSubmission> SubmitWeightsAsync(
        ushort netuid, Keypair hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        ArgumentNullException.ThrowIfNull(weights);
        IReadOnlyList<WeightReveal> reveals = await _reveals.RevealDueAsync(netuid, hotkey, cancellationToken);
        ChainState state = await AtAsync(null, cancellationToken);
        if (await new WeightRules(state, netuid, hotkey.AccountId).MustCommitAsync(_options.AlwaysSaltedCommits, cancellationToken))
        {
            (ExtrinsicReceipt block, PendingReveal commit) =
                await _reveals.CommitAsync(state, netuid, hotkey, weights, versionKey, cancellationToken);
            return new WeightSubmission(block, commit, reveals);
        }

        ChainCall call = SubtensorCalls.Call(
            "set_weights",
            ("netuid", netuid),
            ("dests", weights.Select(weight => weight.Uid).ToArray()),
            ("weights", weights.Select(weight => weight.Weight).ToArray()),
            ("version_key", versionKey));
        return new WeightSubmission(await SubmitAsync(call, hotkey, cancellationToken), null, reveals);
    }

    /// <inheritdoc/>
    /// <exception cref="CommitFileException">The file of commits is damaged; it is left as it is.</exception>
    public Task<IReadOnlyList<WeightReveal>> RevealDueAsync(ushort netuid, Keypair hotkey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        return _reveals.RevealDueAsync(netuid, hotkey, cancellationToken);
    }

    /// <summary>The commits of a hotkey on a subnet that wait for their reveal, oldest first, as they are kept on this machine.</summary>
    /// <exception cref="CommitFileException">The file of commits is damaged.</exception>
    public Task<IReadOnlyList<PendingReveal>> GetPendingRevealsAsync(
        ushort netuid, AccountId hotkey, CancellationToken cancellationToken = default) =>
        _reveals.PendingAsync(netuid, hotkey, cancellationToken);

    /// <summary>The first block in which the chain takes weights (or a commit) of the hotkey; 0 if it never set any.</summary>
    /// <exception cref="ChainException">SubnetNotExists.</exception>
    public async Task<ulong> GetNextWeightsBlockAsync(ushort netuid, AccountId hotkey, CancellationToken cancellationToken = default) =>
        await new WeightRules(await AtAsync(null, cancellationToken), netuid, hotkey).NextBlockAsync(cancellationToken);
}
