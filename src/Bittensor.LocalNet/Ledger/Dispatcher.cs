using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Carries out calls. A call either happens in full or is refused and leaves state and events as they were.</summary>
internal static class Dispatcher
{
    /// <summary>Carries out one call and adds what it brought about to <paramref name="events"/>.</summary>
    /// <param name="state">The ledger.</param>
    /// <param name="extrinsic">The call.</param>
    /// <param name="events">What happened.</param>
    /// <param name="asRoot">The call is made by root, whoever signed the call around it.</param>
    /// <exception cref="ChainException">The call is refused.</exception>
    public static void Apply(LedgerState state, Extrinsic extrinsic, List<ChainEvent> events, bool asRoot = false)
    {
        int before = events.Count;
        try
        {
            state.Journal.Attempt(() => Carry(state, extrinsic, events, asRoot));
        }
        catch (ChainException)
        {
            events.RemoveRange(before, events.Count - before);
            throw;
        }
        catch (OverflowException overflow)
        {
            events.RemoveRange(before, events.Count - before);
            throw new ChainException("Overflow", $"A number of the call {extrinsic.GetType().Name} leaves its range: {overflow.Message}");
        }
    }

    private static void Carry(LedgerState state, Extrinsic extrinsic, List<ChainEvent> events, bool asRoot)
    {
        RequireOrigin(extrinsic, asRoot);
        switch (extrinsic)
        {
            case Extrinsic.BurnedRegister call:
                Registration.Burned(state, call, events);
                break;
            case Extrinsic.Register call:
                Registration.ByWork(state, call, events);
                break;
            case Extrinsic.AddStake call:
                Staking.Add(state, call, events);
                break;
            case Extrinsic.AddStakeLimit call:
                Staking.AddWithin(state, call, events);
                break;
            case Extrinsic.RemoveStake call:
                Staking.Remove(state, call, events);
                break;
            case Extrinsic.RemoveStakeLimit call:
                Staking.RemoveWithin(state, call, events);
                break;
            case Extrinsic.Transfer call:
                Transfer(state, call, events);
                break;
            case Extrinsic.TransferAll call:
                Transfer(state, new Extrinsic.Transfer(call.From, call.To, new Balance(state.BalanceOf(call.From))), events);
                break;
            case Extrinsic.ServeAxon call:
                Serving.Axon(state, call.Netuid, call.Hotkey, call.Axon, certificate: null, events);
                break;
            case Extrinsic.ServeAxonTls call:
                Serving.Axon(state, call.Netuid, call.Hotkey, call.Axon, call.Certificate, events);
                break;
            case Extrinsic.ServePrometheus call:
                Serving.Prometheus(state, call, events);
                break;
            case Extrinsic.SetWeights call:
                WeightSetting.Set(state, call, events);
                break;
            case Extrinsic.CommitWeights call:
                CommitReveal.Commit(state, call, events);
                break;
            case Extrinsic.RevealWeights call:
                CommitReveal.Reveal(state, call, events);
                break;
            case Extrinsic.RegisterNetwork call:
                SubnetCreation.Create(state, call.Coldkey, call.Hotkey, new SubnetHyperparameters(), events);
                break;
            case Extrinsic.SwapHotkey call:
                HotkeySwap.Swap(state, call, events);
                break;
            case Extrinsic.SetHyperparameter call:
                RuleSetting.Set(state, call, asRoot, events);
                break;
            case Extrinsic.SetCommitRevealVersion call:
                state.SetCommitRevealVersion(call.Version);
                events.Add(new ChainEvent.CommitRevealVersionSet(call.Version));
                break;
            case Extrinsic.SetBalance call:
                SetBalance(state, call, events);
                break;
            case Extrinsic.Remark call:
                if (call.WithEvent)
                    events.Add(new ChainEvent.Remarked(call.Author, Hashes.Blake2b256(call.Text.Span)));
                break;
            case Extrinsic.Batch call:
                CallComposition.Batch(state, call, asRoot, events);
                break;
            case Extrinsic.Sudo call:
                CallComposition.Sudo(state, call, events);
                break;
            case Extrinsic.Signed call:
                Carry(state, call.Call, events, asRoot: false);
                break;
            default:
                throw new ChainException("CallDisabled", $"The local chain does not know the call {extrinsic.GetType().Name}.");
        }
    }

    /// <summary>Some calls are for root alone, some for both, the others for accounts.</summary>
    private static void RequireOrigin(Extrinsic extrinsic, bool asRoot)
    {
        bool rootOnly = extrinsic is Extrinsic.SetBalance or Extrinsic.SetCommitRevealVersion;
        bool anyone = extrinsic is Extrinsic.SetHyperparameter or Extrinsic.Batch or Extrinsic.Remark { WithEvent: false };
        if (rootOnly && !asRoot)
            throw new ChainException("BadOrigin", $"The call {extrinsic.GetType().Name} is for root: make it through sudo.");
        if (asRoot && !rootOnly && !anyone)
            throw new ChainException("BadOrigin", $"Root has no account, so it cannot make the call {extrinsic.GetType().Name}.");
    }

    private static void Transfer(LedgerState state, Extrinsic.Transfer call, List<ChainEvent> events)
    {
        ulong balance = state.BalanceOf(call.From);
        if (balance < call.Amount.Rao)
            throw new ChainException("InsufficientBalance", $"{call.From} has {new Balance(balance)}, less than {call.Amount}.");
        state.Withdraw(call.From, call.Amount.Rao);
        state.Deposit(call.To, call.Amount.Rao);
        events.Add(new ChainEvent.Transferred(call.From, call.To, call.Amount));
    }

    /// <summary>What comes in is issued, what goes is recycled, so that nothing appears or vanishes uncounted.</summary>
    private static void SetBalance(LedgerState state, Extrinsic.SetBalance call, List<ChainEvent> events)
    {
        ulong before = state.BalanceOf(call.Account);
        if (call.Free.Rao > before)
        {
            state.Issue(call.Free.Rao - before);
            state.Deposit(call.Account, call.Free.Rao - before);
        }
        else
        {
            state.Withdraw(call.Account, before - call.Free.Rao);
            state.Recycle(before - call.Free.Rao);
        }
        events.Add(new ChainEvent.BalanceSet(call.Account, call.Free));
    }
}
