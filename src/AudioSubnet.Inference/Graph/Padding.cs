namespace AudioSubnet.Inference.Graph;

/// <summary>How many elements a convolution adds before and after an axis.</summary>
/// <param name="Before">Added in front.</param>
/// <param name="After">Added behind.</param>
public readonly record struct Padding(int Before, int After)
{
    /// <summary>The same on both sides, as most layers want it.</summary>
    public static implicit operator Padding(int both) => new(both, both);
}
