namespace Bittensor.Scale;

/// <summary>
/// A string, a character, or bits as a text of 0 and 1 whose first character is bit 0. When encoding also what stands for another
/// value: hex, a decimal, an address, a variant's name.
/// </summary>
/// <param name="Value">The text.</param>
public sealed record ScaleText(string Value) : ScaleValue
{
    private protected override string Kind => "a text";
}
