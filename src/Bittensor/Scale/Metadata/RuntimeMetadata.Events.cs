namespace Bittensor.Scale.Metadata;

public sealed partial class RuntimeMetadata
{
    /// <summary>Decodes the events of a block: the value of the storage entry System.Events. An absent value (null) means none.</summary>
    /// <exception cref="ScaleException">The bytes are no events of this runtime.</exception>
    public IReadOnlyList<EventRecord> DecodeEvents(byte[]? events)
    {
        if (events is null)
            return [];
        ScaleValue records = Types.Decode(Storage("System", "Events").Description.ValueType, events);
        try
        {
            return [.. records.Items.Select(ToEvent)];
        }
        catch (InvalidOperationException exception)
        {
            throw new ScaleException($"the type of System.Events is not a list of event records: {exception.Message}", 0);
        }
    }

    /// <summary>Names a value of the type <c>sp_runtime::DispatchError</c>, as the event ExtrinsicFailed and dry runs hold it.</summary>
    public DispatchError Describe(ScaleValue dispatchError)
    {
        ArgumentNullException.ThrowIfNull(dispatchError);
        if (dispatchError is not ScaleVariant error)
            return new DispatchError(null, dispatchError.ToString(), "");
        if (error.Name != "Module")
        {
            return error.Value is ScaleVariant inner
                ? new DispatchError(error.Name, inner.Name, "")
                : new DispatchError(null, error.Name, error.Value is ScaleText text ? text.Value : "");
        }

        byte palletIndex = (byte)error["index"].AsInt32();
        // Four bytes since 2022, of which the first is the error's index; one byte before.
        byte errorIndex = error["error"] is ScaleBytes bytes ? bytes.Memory.Span[0] : (byte)error["error"].AsInt32();
        if (!TryGetPallet(palletIndex, out Pallet? pallet))
            return new DispatchError($"pallet {palletIndex}", $"error {errorIndex}", "");
        return pallet.Error(errorIndex) is { } found
            ? new DispatchError(pallet.Name, found.Name, string.Join(' ', found.Docs.Select(line => line.Trim())).Trim())
            : new DispatchError(pallet.Name, $"error {errorIndex}", "");
    }

    private static EventRecord ToEvent(ScaleValue record)
    {
        ScaleVariant phase = record["phase"].AsVariant();
        ScaleVariant pallet = record["event"].AsVariant();
        ScaleVariant happened = pallet.Value.AsVariant();
        uint? extrinsic = phase.Name == "ApplyExtrinsic" ? (uint)phase.Value.AsInteger() : null;
        return new EventRecord(extrinsic, pallet.Name, happened.Name, happened.Value);
    }
}
