namespace AudioSubnet.Models.Bark;

/// <summary>How a stage chooses its tokens.</summary>
public abstract record BarkSamplingRules
{
    /// <summary>Whether tokens are drawn; otherwise the likeliest is taken.</summary>
    public bool DoSample { get; init; }

    /// <summary>Temperature of the draw.</summary>
    public float? Temperature { get; init; }

    /// <summary>Draws from this many likeliest tokens.</summary>
    public int? TopK { get; init; }

    /// <summary>Draws from the likeliest tokens that make up this probability.</summary>
    public float? TopP { get; init; }
}
