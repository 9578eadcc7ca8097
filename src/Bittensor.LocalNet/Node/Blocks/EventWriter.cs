using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>Translates what happened in a block into the value of System.Events.</summary>
internal sealed class EventWriter(DispatchErrors errors)
{
    private readonly List<ScaleValue> _records = [];

    public IReadOnlyList<ScaleValue> Records => _records;

    /// <summary>What happened before the extrinsics.</summary>
    public void AddOpening(IEnumerable<ChainEvent> events)
    {
        foreach (ChainEvent happened in events)
            Add(ScaleValue.Variant("Initialization"), happened);
    }

    /// <summary>The inherent that sets the time; it always succeeds.</summary>
    public void AddTimestamp() => AddOutcome(Phase(0), error: null, "Mandatory", paysFee: true);

    /// <summary>One call; index 0 is the inherent's.</summary>
    public void AddCall(int index, AppliedCall call)
    {
        ScaleValue phase = Phase(index);
        foreach (ChainEvent happened in call.Events)
            Add(phase, happened);
        if (call.Events.OfType<ChainEvent.FeePaid>().FirstOrDefault() is { } paid)
            Add(
                phase,
                "TransactionPayment",
                "TransactionFeePaid",
                Fields(("who", paid.Account), ("actual_fee", paid.Amount.Rao), ("tip", paid.Tip.Rao)));
        AddOutcome(phase, call.ErrorName, "Normal", call.Extrinsic is Extrinsic.Signed signed && signed.Fee > signed.Tip);
    }

    private void AddOutcome(ScaleValue phase, string? error, string dispatchClass, bool paysFee)
    {
        ScaleValue info = Fields(
            ("weight", FeeSchedule.Weight),
            ("class", ScaleValue.Variant(dispatchClass)),
            ("pays_fee", ScaleValue.Variant(paysFee ? "Yes" : "No")));
        if (error is null)
            Add(phase, "System", "ExtrinsicSuccess", Fields(("dispatch_info", info)));
        else
            Add(phase, "System", "ExtrinsicFailed", Fields(("dispatch_error", errors.Named(error)), ("dispatch_info", info)));
    }

    private void Add(ScaleValue phase, ChainEvent happened)
    {
        switch (happened)
        {
            case ChainEvent.AccountFunded e:
                Add(phase, "Balances", "Minted", Fields(("who", e.Account), ("amount", e.Amount.Rao)));
                break;
            case ChainEvent.FeePaid { Amount.Rao: > 0 } e:
                Add(phase, "Balances", "Withdraw", Fields(("who", e.Account), ("amount", e.Amount.Rao)));
                break;
            case ChainEvent.Transferred e:
                Add(phase, "Balances", "Transfer", Fields(("from", e.From), ("to", e.To), ("amount", e.Amount.Rao)));
                break;
            case ChainEvent.BalanceSet e:
                Add(phase, "Balances", "BalanceSet", Fields(("who", e.Account), ("free", e.Free.Rao)));
                break;
            case ChainEvent.Remarked e:
                Add(phase, "System", "Remarked", Fields(("sender", e.Account), ("hash", e.Hash)));
                break;
            case ChainEvent.SubnetCreated e:
                Add(phase, "SubtensorModule", "NetworkAdded", Values(e.Netuid, 0));
                Add(phase, "SubtensorModule", "NeuronRegistered", Values(e.Netuid, 0, e.OwnerHotkey));
                break;
            case ChainEvent.HyperparametersSet e:
                Add(phase, "SubtensorModule", "TempoSet", Values(e.Netuid, e.Rules.Tempo));
                break;
            case ChainEvent.NeuronRegistered e:
                Add(phase, "SubtensorModule", "NeuronRegistered", Values(e.Netuid, e.Uid, e.Hotkey));
                break;
            // Amounts are TAO, then alpha, which are one here; the last value is the fee of the swap.
            case ChainEvent.StakeAdded e:
                Add(phase, "SubtensorModule", "StakeAdded", Values(e.Coldkey, e.Hotkey, e.Amount.Rao, e.Amount.Rao, e.Netuid, 0));
                break;
            case ChainEvent.StakeRemoved e:
                Add(phase, "SubtensorModule", "StakeRemoved", Values(e.Coldkey, e.Hotkey, e.Amount.Rao, e.Amount.Rao, e.Netuid, 0));
                break;
            case ChainEvent.AxonServed e:
                Add(phase, "SubtensorModule", "AxonServed", Values(e.Netuid, e.Axon.Hotkey));
                break;
            case ChainEvent.PrometheusServed e:
                Add(phase, "SubtensorModule", "PrometheusServed", Values(e.Netuid, e.Hotkey));
                break;
            case ChainEvent.HotkeySwapped e:
                AddSwap(phase, e);
                break;
            case ChainEvent.HyperparameterSet e:
                AddRule(phase, e);
                break;
            case ChainEvent.CommitRevealVersionSet e:
                Add(phase, "SubtensorModule", "CommitRevealVersionSet", ScaleValue.From(e.Version));
                break;
            case ChainEvent.WeightsSet e:
                Add(phase, "SubtensorModule", "WeightsSet", Values(e.Netuid, e.Uid));
                break;
            case ChainEvent.WeightsCommitted e:
                Add(phase, "SubtensorModule", "WeightsCommitted", Values(e.Hotkey, e.Netuid, e.Hash));
                break;
            case ChainEvent.WeightsRevealed e:
                Add(phase, "SubtensorModule", "WeightsRevealed", Values(e.Hotkey, e.Netuid, e.Hash));
                break;
            case ChainEvent.BatchItemCompleted:
                Add(phase, "Utility", "ItemCompleted", ScaleValue.Null);
                break;
            case ChainEvent.BatchItemFailed e:
                Add(phase, "Utility", "ItemFailed", Fields(("error", errors.Named(e.ErrorName))));
                break;
            case ChainEvent.BatchInterrupted e:
                Add(phase, "Utility", "BatchInterrupted", Fields(("index", e.Index), ("error", errors.Named(e.ErrorName))));
                break;
            case ChainEvent.BatchCompleted e:
                Add(phase, "Utility", e.WithErrors ? "BatchCompletedWithErrors" : "BatchCompleted", ScaleValue.Null);
                break;
            case ChainEvent.SudoDone e:
                Add(phase, "Sudo", "Sudid", Fields(("sudo_result", Result(e.ErrorName))));
                break;
            default:
                // Epochs, pruning and recycling raise no event on the main network; ExtrinsicFailed is the call's outcome.
                break;
        }
    }

    private void AddSwap(ScaleValue phase, ChainEvent.HotkeySwapped e)
    {
        (string, object?)[] keys = [("coldkey", e.Coldkey), ("old_hotkey", e.OldHotkey), ("new_hotkey", e.NewHotkey)];
        if (e.Netuid is ushort netuid)
            Add(phase, "SubtensorModule", "HotkeySwappedOnSubnet", Fields([.. keys, ("netuid", netuid)]));
        else
            Add(phase, "SubtensorModule", "HotkeySwapped", Fields(keys));
    }

    private void AddRule(ScaleValue phase, ChainEvent.HyperparameterSet e)
    {
        RuleChange change = RuleChange.All[e.Call];
        object value = change.IsSwitch ? e.Values[0] != 0 : e.Values[0];
        if (change.Event is not null)
            Add(phase, "SubtensorModule", change.Event, Values(e.Netuid, value));
        else if (e.Call == "sudo_set_yuma3_enabled")
            Add(phase, "AdminUtils", "Yuma3EnableToggled", Fields(("netuid", e.Netuid), ("enabled", value)));
    }

    private ScaleValue Result(string? error) =>
        error is null ? ScaleValue.Variant("Ok", ScaleValue.Null) : ScaleValue.Variant("Err", errors.Named(error));

    private void Add(ScaleValue phase, string pallet, string name, ScaleValue fields) => _records.Add(ScaleValue.Struct(
        ("phase", phase),
        ("event", ScaleValue.Variant(pallet, ScaleValue.Variant(name, fields))),
        ("topics", Array.Empty<object>())));

    private static ScaleValue Phase(int extrinsic) => ScaleValue.Variant("ApplyExtrinsic", extrinsic);

    private static ScaleValue Fields(params (string, object?)[] fields) => ScaleValue.Struct(fields);

    private static ScaleValue Values(params object[] values) => ScaleValue.From(values);
}
