namespace Bittensor.LocalNet;

/// <summary>A block that has been produced.</summary>
/// <param name="Number">Its number; the chain begins with block 0.</param>
/// <param name="Time">When it was produced.</param>
/// <param name="Opening">What happened before its calls, in order: what was done at once since the last block, and epochs.</param>
/// <param name="Calls">The calls that it includes, in order.</param>
public sealed record Block(ulong Number, DateTimeOffset Time, IReadOnlyList<ChainEvent> Opening, IReadOnlyList<AppliedCall> Calls)
{
    /// <summary>What was done at once since the last block.</summary>
    internal IReadOnlyList<ChainAction> Actions { get; init; } = [];

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<ChainEvent> Events { get; } = [.. Opening, .. Calls.SelectMany(call => call.Events)];
}
