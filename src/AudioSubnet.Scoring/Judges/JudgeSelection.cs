namespace AudioSubnet.Scoring.Judges;

/// <summary>Which judges score.</summary>
public enum JudgeSelection
{
    /// <summary>Neural judges where their weights are, what needs no download elsewhere.</summary>
    Auto,

    /// <summary>Only what needs no download: the same scores on every machine.</summary>
    Builtin,
}
