namespace Bittensor.Scale;

/// <summary>A bool.</summary>
/// <param name="Value">True or false.</param>
public sealed record ScaleBool(bool Value) : ScaleValue
{
    private protected override string Kind => "a bool";
}
