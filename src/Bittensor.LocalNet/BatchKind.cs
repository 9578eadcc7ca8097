namespace Bittensor.LocalNet;

/// <summary>What a batch does when one of its calls is refused.</summary>
public enum BatchKind
{
    /// <summary>It ends there; the calls before stand (<c>batch</c>).</summary>
    UntilFailure,

    /// <summary>It is refused as a whole (<c>batch_all</c>).</summary>
    AllOrNothing,

    /// <summary>It leaves the call out (<c>force_batch</c>).</summary>
    Each,
}
