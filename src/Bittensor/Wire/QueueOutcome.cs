namespace Bittensor.Wire;

/// <summary>How waiting for a handler ended.</summary>
public enum QueueOutcome
{
    /// <summary>The slot is taken; it must be given back.</summary>
    Entered,

    /// <summary>The line was full of requests of the same or a higher priority.</summary>
    Crowded,

    /// <summary>The patience ran out.</summary>
    TimedOut,
}
