namespace Bittensor.Scale;

/// <summary>
/// Bytes that are not what their SCALE type says: cut short, not canonical, or out of bounds. Nothing was read beyond <see
/// cref="Offset"/>.
/// </summary>
/// <param name="problem">What is wrong.</param>
/// <param name="offset">Where, in bytes from the beginning of the input.</param>
public sealed class ScaleException(string problem, int offset) : FormatException($"{problem} (at byte {offset})")
{
    /// <summary>Where the problem lies, in bytes from the beginning of the input.</summary>
    public int Offset { get; } = offset;
}
