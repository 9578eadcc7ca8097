namespace Bittensor.Wire;

/// <summary>A blacklist's answer. A refused caller gets 403 and the reason.</summary>
/// <param name="Refused">True to refuse.</param>
/// <param name="Reason">Why, in a few words without a full stop.</param>
public readonly record struct BlacklistVerdict(bool Refused, string Reason)
{
    /// <summary>Lets the caller in.</summary>
    public static BlacklistVerdict Allow { get; } = new(false, "");

    /// <summary>Refuses the caller.</summary>
    public static BlacklistVerdict Refuse(string reason) => new(true, reason);
}
