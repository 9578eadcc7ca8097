namespace Bittensor.Chain.Rpc;

/// <summary>When a call counts as done.</summary>
public enum WaitFor
{
    /// <summary>A block of the best chain holds it, one block time after it is handed in. A fork may still take the block away.</summary>
    Inclusion,

    /// <summary>The block that holds it is final and can never be taken away: a few blocks later.</summary>
    Finality,
}
