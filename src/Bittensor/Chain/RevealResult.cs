namespace Bittensor.Chain;

/// <summary>What became of committed weights.</summary>
public enum RevealResult
{
    /// <summary>They are revealed and stand on the chain.</summary>
    Revealed,

    /// <summary>The chain refused the reveal for now; it is tried again as long as its epoch lasts.</summary>
    Refused,

    /// <summary>They can never be revealed and are forgotten: too late, superseded, or the commit never entered a block.</summary>
    Dropped,
}
