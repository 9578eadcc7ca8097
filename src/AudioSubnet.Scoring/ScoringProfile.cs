namespace AudioSubnet.Scoring;

/// <summary>How measurements become a score.</summary>
public enum ScoringProfile
{
    /// <summary>Gates times a weighted geometric mean of the metrics.</summary>
    Default,

    /// <summary>The weighted sums of the existing network, without their known faults.</summary>
    Classic,
}
