namespace AudioSubnet.Validator.Rounds;

/// <summary>What became of a miner's answer.</summary>
public enum ResponseVerdict
{
    /// <summary>Audio came and its score was folded in.</summary>
    Scored,

    /// <summary>No answer in time, an error, or audio that cannot be read: the punishment was folded in.</summary>
    Failed,

    /// <summary>The miner refused us (403): nothing changes.</summary>
    Refused,

    /// <summary>The audio is another's, or the reference itself: the punishment was folded in.</summary>
    Copied,
}
