namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>One panel of a quantised matrix.</summary>
/// <param name="weights">[blocks] of 32 inputs by 16 outputs.</param>
/// <param name="scales">[blocks, 16], bfloat16.</param>
/// <param name="blocks">Number of blocks.</param>
internal readonly unsafe ref struct PanelView(byte* weights, ushort* scales, int blocks)
{
    /// <summary>First block.</summary>
    public readonly byte* Weights = weights;

    /// <summary>First scale.</summary>
    public readonly ushort* Scales = scales;

    /// <summary>Number of blocks.</summary>
    public readonly int Blocks = blocks;
}
