namespace Bittensor.LocalNet.Node.Log;

/// <summary>A line of the log: all that is needed to make a block again.</summary>
internal sealed record BlockRecord
{
    public required ulong Number { get; init; }

    /// <summary>The block's time in milliseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>The block's hash, to prove that the repeated block is the same.</summary>
    public required string Hash { get; init; }

    public IReadOnlyList<ActionRecord> Actions { get; init; } = [];

    public IReadOnlyList<CallRecord> Calls { get; init; } = [];
}
