namespace Bittensor.Chain;

/// <summary>How a runtime reads the seal of a proof of work as a number. No metadata tells.</summary>
public enum SealOrder
{
    /// <summary>The first byte is the lowest: runtimes since summer 2025.</summary>
    LittleEndian,

    /// <summary>The first byte is the highest: earlier runtimes.</summary>
    BigEndian,
}
