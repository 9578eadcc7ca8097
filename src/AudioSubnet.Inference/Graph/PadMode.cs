namespace AudioSubnet.Inference.Graph;

/// <summary>What a padded tensor holds beyond its edges.</summary>
public enum PadMode
{
    /// <summary>A constant, zero unless given.</summary>
    Constant,

    /// <summary>The mirrored elements, the edge itself not repeated. The padding must be shorter than the axis.</summary>
    Reflect,

    /// <summary>The edge element, repeated.</summary>
    Edge,
}
