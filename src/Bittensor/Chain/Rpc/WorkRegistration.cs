using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

/// <summary>Registers a hotkey by proof of work.</summary>
internal sealed class WorkRegistration(SubtensorClient client, ushort netuid, Keypair hotkey, AccountId coldkey, int? threads)
{
    private SealOrder _order = SealOrder.LittleEndian;
    private ulong _difficulty;

    /// <summary>Works and hands in until the hotkey has a uid.</summary>
    public async Task<ushort> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await client.FindUidAsync(netuid, hotkey.AccountId, blockHash: null, cancellationToken) is { } registered)
                return registered;
            SolvedWork work = await SolveAsync(cancellationToken);
            try
            {
                ExtrinsicReceipt receipt = await client.SubmitAsync(
                    SubtensorCalls.Register(netuid, work, hotkey.AccountId, coldkey), hotkey, cancellationToken);
                return await client.FindUidAsync(netuid, hotkey.AccountId, receipt.BlockHash, cancellationToken)
                    ?? throw new ChainException(
                        "HotKeyNotRegisteredInSubNet", $"The hotkey {hotkey.Address} was registered on subnet {netuid} and is gone again.");
            }
            catch (ChainException refusal) when (refusal.ErrorName
                is "InvalidWorkBlock" or "InvalidDifficulty" or "TooManyRegistrationsThisBlock" or "HotKeyAlreadyRegisteredInSubNet")
            {
                // The block came too late for this work, the difficulty rose, or others were quicker: the chain has moved on, and so does this.
                if (refusal.ErrorName == "InvalidDifficulty")
                    await DoubtOrderAsync(cancellationToken);
            }
        }
    }

    /// <summary>Work that is too little though the difficulty has not changed: this runtime reads seals the other way round.</summary>
    private async Task DoubtOrderAsync(CancellationToken cancellationToken)
    {
        ulong worked = _difficulty;
        (_, ulong now) = await RulesAsync(cancellationToken);
        if (now == worked)
            _order = _order == SealOrder.LittleEndian ? SealOrder.BigEndian : SealOrder.LittleEndian;
    }

    /// <summary>Searches over the newest block. Every nonce is as likely as the last, so nothing is lost by going over to each new block,
    /// and the work is never too old when it is found.</summary>
    private async Task<SolvedWork> SolveAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using IAsyncEnumerator<ulong> heads = client.SubscribeBlocksAsync(over.Token).GetAsyncEnumerator(over.Token);
        Task<bool> next = heads.MoveNextAsync().AsTask();
        try
        {
            await next;
            while (true)
            {
                next = heads.MoveNextAsync().AsTask();
                using var stale = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
                (ChainState state, _difficulty) = await RulesAsync(cancellationToken);
                Task<SolvedWork> search = WorkSolver.SolveAsync(
                    state.BlockNumber, Convert.FromHexString(state.BlockHash.AsSpan(2)), hotkey.AccountId, _difficulty, _order, threads, stale.Token);
                if (await Task.WhenAny(search, next) == search)
                    return await search;
                await stale.CancelAsync();
                await search.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                if (search.IsCompletedSuccessfully)
                    return await search;
                await next;
            }
        }
        finally
        {
            await over.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task<(ChainState State, ulong Difficulty)> RulesAsync(CancellationToken cancellationToken)
    {
        ChainState state = await client.AtAsync(null, cancellationToken);
        // Where prices of registration fall by half-lives, `register` is another name of burned_register: it would burn the hotkey's TAO.
        if (state.Metadata.TryGetStorage("SubtensorModule", "BurnHalfLife", out _))
            throw new ChainException(
                "WorkRegistrationRemoved", "The runtime of this chain takes no registrations by proof of work any more; register by burning TAO.");
        SubnetHyperparameters rules = await new HyperparametersQuery(state, netuid).RunAsync(cancellationToken);
        return rules.PowRegistrationAllowed
            ? (state, rules.Difficulty)
            : throw new ChainException(
                "SubNetRegistrationDisabled", $"Subnet {netuid} takes no registrations by proof of work; register by burning TAO.");
    }
}
