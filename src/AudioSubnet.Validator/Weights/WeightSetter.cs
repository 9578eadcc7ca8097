using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Scores;
using AudioSubnet.Validator.State;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Weights;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Weights;

/// <summary>
/// Sets weights once in every tempo. Blocks are cut into slots of one tempo; a slot gets one submission, as soon as the rate limit allows.
/// What the chain
/// itself says of our last submission decides, so neither a restart nor a lost answer leads to a second one.
/// </summary>
internal sealed class WeightSetter(
    ValidatorOptions options, Keypair hotkey, ISubtensor chain, ValidatorStore store, ValidatorEvents events, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>Nodes that stand side by side differ by a block or two; a chain that is so many blocks shorter is another one.</summary>
    private const ulong Rewind = 10;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private TimeSpan _retryAfter = FirstRetry;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private ulong _notBeforeBlock;
    private ulong _newestBlock;
    private string? _lastProblem;

    /// <summary>First block at which the next submission is allowed, as far as is known; 0 before the chain has been asked.</summary>
    public ulong NextBlock => Volatile.Read(ref _notBeforeBlock);

    /// <summary>Sets the weights if they are due. Whatever goes wrong is reported and tried again later; only cancellation
    /// throws.</summary>
    /// <returns>What was set; null if nothing was due or it failed.</returns>
    public async Task<WeightsRecord?> SetIfDueAsync(ScoreBoard scores, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return clock.GetUtcNow() < _notBefore ? null : await TrySetAsync(scores, cancellationToken);
        }
        catch (ChainException refusal)
        {
            Refused(refusal);
            return null;
        }
        catch (CommitFileException damage)
        {
            RetryLater();
            Problem(damage.Message);
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            RetryLater();
            Problem($"The chain cannot be reached ({fault.Message}); the next try is in {_retryAfter.TotalSeconds:0} s. Rounds go on meanwhile.");
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<WeightsRecord?> TrySetAsync(ScoreBoard scores, CancellationToken cancellationToken)
    {
        await RevealDueAsync(cancellationToken);
        ulong block = await ChainCall.RunAsync(chain.GetBlockNumberAsync, options.ChainTimeout, clock, cancellationToken);
        NoticeRewind(block);
        if (block < _notBeforeBlock)
            return null;

        Metagraph metagraph = await Call(token => chain.GetMetagraphAsync(options.Netuid, token), cancellationToken);
        SubnetHyperparameters rules = await Call(token => chain.GetHyperparametersAsync(options.Netuid, token), cancellationToken);
        if (metagraph.Find(hotkey.AccountId) is not { } self)
        {
            Problem($"The hotkey {hotkey.Address} is not registered on subnet {options.Netuid}, so it cannot set weights. Register it.");
            RetryLater();
            return null;
        }

        double[] shares = scores.Follow(metagraph).NormalizedTotals(metagraph.Neurons.Count);
        if (!shares.Any(share => share > 0))
            return null;
        IReadOnlyList<UidWeight> onChain = await Call(token => chain.GetWeightsAsync(options.Netuid, self.Uid, token), cancellationToken);
        if (NextAllowedBlock(block, self, onChain.Count > 0, rules) is var next && next > block)
        {
            Volatile.Write(ref _notBeforeBlock, next);
            Log.WeightsWait(logger, block, next);
            return null;
        }

        ulong versionKey = options.WeightsVersionKey ?? rules.WeightsVersionKey;
        IReadOnlyList<UidWeight> weights = WeightProcessor.Process(shares, rules, metagraph.Neurons.Count);
        await Call(
            async token =>
            {
                await chain.SetWeightsAsync(options.Netuid, hotkey, weights, versionKey, token);
                return true;
            },
            cancellationToken);
        _retryAfter = FirstRetry;
        _lastProblem = null;
        (bool verified, ulong included) = await VerifyAsync(self.Uid, weights, block, rules.CommitRevealWeightsEnabled, cancellationToken);
        block = included;
        ulong after = Math.Max(NextSlot(block, rules), block + rules.WeightsSetRateLimit);
        Volatile.Write(ref _notBeforeBlock, after);

        var record = new WeightsRecord(block, clock.GetUtcNow(), versionKey, weights, verified);
        Save(record);
        Log.WeightsSet(logger, weights.Count, block, versionKey, verified, after);
        events.Publish(new WeightsSet(record.SetAt, record));
        return record;
    }

    /// <summary>A chain that was started anew must not be waited for until it is as long as the old one.</summary>
    private void NoticeRewind(ulong block)
    {
        if (block + Rewind < _newestBlock)
        {
            Problem($"The chain stands at block {block} after block {_newestBlock}; it was begun anew, or this node is far behind. Weights now go by its blocks.");
            Volatile.Write(ref _notBeforeBlock, 0);
        }

        _newestBlock = block;
    }

    /// <summary>Where the subnet takes weights as commits, earlier ones are revealed when their epoch has come.</summary>
    private async Task RevealDueAsync(CancellationToken cancellationToken)
    {
        foreach (WeightReveal reveal in await Call(token => chain.RevealDueAsync(options.Netuid, hotkey, token), cancellationToken))
            if (reveal.Result == RevealResult.Revealed)
                Log.WeightsRevealed(logger, reveal.Message);
            else
                events.Problem("weights", reveal.Message);
    }

    /// <summary>The first block at which a submission is both due and allowed.</summary>
    private ulong NextAllowedBlock(ulong block, NeuronInfo self, bool hasWeights, SubnetHyperparameters rules)
    {
        // A block that is still to come was noted on a chain that is no more.
        ulong? ours = store.ReadWeights(1) is [var newest] && newest.Block <= block ? newest.Block : null;
        if (hasWeights)
            ours = Math.Max(ours ?? 0, self.LastUpdate);
        ulong due = ours is { } last && last <= block ? NextSlot(last, rules) : block;
        return Math.Max(due, WeightSchedule.NextAllowedBlock(self, rules));
    }

    private static ulong NextSlot(ulong block, SubnetHyperparameters rules)
    {
        ulong tempo = Math.Max((ulong)1, rules.Tempo);
        return ((block / tempo) + 1) * tempo;
    }

    /// <summary>Whether the chain has what was sent, and the block that took it. Committed weights cannot be read back before their
    /// reveal.</summary>
    private async Task<(bool Verified, ulong Block)> VerifyAsync(
        ushort uid, IReadOnlyList<UidWeight> sent, ulong block, bool committed, CancellationToken cancellationToken)
    {
        try
        {
            Metagraph metagraph = await Call(token => chain.GetMetagraphAsync(options.Netuid, token), cancellationToken);
            block = Math.Max(block, metagraph.Find(hotkey.AccountId)?.LastUpdate ?? 0);
            if (committed)
                return (false, block);
            IReadOnlyList<UidWeight> stored = await Call(token => chain.GetWeightsAsync(options.Netuid, uid, token), cancellationToken);
            if (NonZero(stored).SetEquals(NonZero(sent)))
                return (true, block);
            Problem("The chain gave back other weights than were set. Check that no other program uses this hotkey.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            Problem($"The weights were set but could not be read back: {fault.Message}");
        }

        return (false, block);
    }

    /// <summary>The chain has the weights whether or not they can be noted here, and the chain is what is asked next time.</summary>
    private void Save(WeightsRecord record)
    {
        try
        {
            store.SaveWeights(record);
        }
        catch (SqliteException fault)
        {
            events.Problem("state", $"The weights of block {record.Block} were set but not noted in the database: {fault.Message}");
        }
    }

    private static HashSet<UidWeight> NonZero(IEnumerable<UidWeight> weights) => [.. weights.Where(weight => weight.Weight > 0)];

    private void Refused(ChainException refusal)
    {
        RetryLater();
        string advice = refusal.ErrorName switch
        {
            "SettingWeightsTooFast" => "the rate limit has not passed yet",
            "IncorrectWeightVersionKey" => "update this program, or name the subnet's version key",
            "NotEnoughStakeToSetWeights" => "add stake to the hotkey",
            "NeuronNoValidatorPermit" => "the hotkey has no validator permit; add stake and wait for the next epoch",
            "HotKeyNotRegisteredInSubNet" or "HotKeyNotRegisteredInNetwork" => "register the hotkey",
            "CommitRevealEnabled" => "the subnet takes weights by commit and reveal only",
            "TimelockedCommitRequired" => "the subnet takes time-locked commits, which this program does not make",
            _ => "see the chain's documentation of this error",
        };
        Problem($"The chain refused the weights with {refusal.ErrorName} ({refusal.Message}): {advice}. The next try is in {_retryAfter.TotalSeconds:0} s.");
    }

    private void RetryLater()
    {
        _notBefore = clock.GetUtcNow() + _retryAfter;
        _retryAfter = _retryAfter * 2 < LongestRetry ? _retryAfter * 2 : LongestRetry;
    }

    /// <summary>The same problem is reported once, not with every try.</summary>
    private void Problem(string message)
    {
        string kind = message.Split('(', ';')[0];
        if (kind == _lastProblem)
            return;
        _lastProblem = kind;
        events.Problem("weights", message);
    }

    private Task<T> Call<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ChainCall.RunAsync(call, options.ChainTimeout, clock, cancellationToken);
}
