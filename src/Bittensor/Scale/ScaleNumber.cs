using System.Numerics;

namespace Bittensor.Scale;

/// <summary>An integer of any width and sign, compact or not.</summary>
/// <param name="Value">The integer.</param>
public sealed record ScaleNumber(BigInteger Value) : ScaleValue
{
    private protected override string Kind => "a number";
}
