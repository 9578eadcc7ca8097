namespace Bittensor.LocalNet;

/// <summary>When a call enters a block.</summary>
public enum Sealing
{
    /// <summary>In the next block, however that comes about (timer or <see cref="LocalChain.ProduceBlock"/>), as on a real chain.</summary>
    NextBlock,

    /// <summary>Each call produces a block of its own at once.</summary>
    Instant,
}
