using Bittensor.Chain;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Calls that make other calls: batch and sudo. They are carried out themselves even when a call in them is refused.</summary>
internal static class CallComposition
{
    public static void Batch(LedgerState state, Extrinsic.Batch batch, List<ChainEvent> events)
    {
        bool failed = false;
        foreach ((int index, Extrinsic call) in batch.Calls.Index())
        {
            if (Try(state, call, events) is not string error)
            {
                events.Add(new ChainEvent.BatchItemCompleted());
                continue;
            }
            if (batch.StopAtFailure)
            {
                events.Add(new ChainEvent.BatchInterrupted(index, error));
                return;
            }
            failed = true;
            events.Add(new ChainEvent.BatchItemFailed(error));
        }
        events.Add(new ChainEvent.BatchCompleted(failed));
    }

    /// <summary>Root has no account, so of the calls here it can only set balances.</summary>
    public static void Sudo(LedgerState state, Extrinsic.Sudo sudo, List<ChainEvent> events)
    {
        if (state.SudoKey != sudo.Key)
            throw new ChainException("RequireSudo", $"{sudo.Key} is not the sudo key of this chain.");
        string? error = "BadOrigin";
        if (sudo.Call is Extrinsic.SetBalance call)
            error = SetBalance(state, call, events);
        events.Add(new ChainEvent.SudoDone(error));
    }

    /// <summary>What comes in is issued, what goes is recycled, so that nothing appears or vanishes uncounted.</summary>
    private static string? SetBalance(LedgerState state, Extrinsic.SetBalance call, List<ChainEvent> events)
    {
        ulong before = state.BalanceOf(call.Account);
        if (call.Free.Rao > before)
        {
            ulong added = call.Free.Rao - before;
            if (ulong.MaxValue - state.Issued < added)
                return "Overflow";
            state.Issue(added);
            state.Deposit(call.Account, added);
        }
        else
        {
            state.Withdraw(call.Account, before - call.Free.Rao);
            state.Recycle(before - call.Free.Rao);
        }
        events.Add(new ChainEvent.BalanceSet(call.Account, call.Free));
        return null;
    }

    private static string? Try(LedgerState state, Extrinsic call, List<ChainEvent> events)
    {
        try
        {
            Dispatcher.Apply(state, call, events);
            return null;
        }
        catch (ChainException refusal)
        {
            return refusal.ErrorName;
        }
    }
}
