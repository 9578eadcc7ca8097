using Bittensor.Chain;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Calls that make other calls: batches and sudo.</summary>
internal static class CallComposition
{
    /// <summary>Most calls of one batch.</summary>
    private const int MaxCalls = 10_000;

    public static void Batch(LedgerState state, Extrinsic.Batch batch, bool asRoot, List<ChainEvent> events)
    {
        if (batch.Calls.Count > MaxCalls)
            throw new ChainException("TooManyCalls", $"The batch has {batch.Calls.Count} calls; at most {MaxCalls} may be together.");
        bool failed = false;
        foreach ((int index, Extrinsic call) in batch.Calls.Index())
        {
            try
            {
                Dispatcher.Apply(state, call, events, asRoot);
                events.Add(new ChainEvent.BatchItemCompleted());
            }
            catch (ChainException refusal) when (batch.Kind == BatchKind.UntilFailure)
            {
                events.Add(new ChainEvent.BatchInterrupted(index, refusal.ErrorName));
                return;
            }
            catch (ChainException refusal) when (batch.Kind == BatchKind.Each)
            {
                failed = true;
                events.Add(new ChainEvent.BatchItemFailed(refusal.ErrorName));
            }
        }
        events.Add(new ChainEvent.BatchCompleted(failed));
    }

    /// <summary>Sudo itself is carried out even when the call in it is refused.</summary>
    public static void Sudo(LedgerState state, Extrinsic.Sudo sudo, List<ChainEvent> events)
    {
        if (state.SudoKey != sudo.Key)
            throw new ChainException("RequireSudo", $"{sudo.Key} is not the sudo key of this chain.");
        string? error = null;
        try
        {
            Dispatcher.Apply(state, sudo.Call, events, asRoot: true);
        }
        catch (ChainException refusal)
        {
            error = refusal.ErrorName;
        }
        events.Add(new ChainEvent.SudoDone(error));
    }
}
