namespace Bittensor.Scale;

/// <summary>A bool.</summary>
/// <param name="Value">True or false.</param>
public sealed record ScaleBool(bool Value) : ScaleValue
{
    /// <summary>The value true.</summary>
    internal static ScaleBool True { get; } = new(true);

    /// <summary>The value false.</summary>
    internal static ScaleBool False { get; } = new(false);

    private protected override string Kind => "a bool";
}
