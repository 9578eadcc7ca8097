namespace Bittensor.Scale;

/// <summary>The unit value, and the absent value of an Option.</summary>
public sealed record ScaleNull : ScaleValue
{
    private ScaleNull()
    {
    }

    /// <summary>The only one there is.</summary>
    internal static ScaleNull Instance { get; } = new();

    private protected override string Kind => "nothing";
}
