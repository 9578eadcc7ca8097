using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Network;

/// <summary>What came back from a miner.</summary>
/// <param name="StatusCode">200, 403, 408, 503, …</param>
/// <param name="Message">What the status or the audio says, for the operator.</param>
public sealed record MinerAnswer(int StatusCode, string Message)
{
    /// <summary>The audio; null if there is none that can be read.</summary>
    public AudioBuffer? Audio { get; init; }

    /// <summary>The label that the miner gives its engine; nothing is decided by it.</summary>
    public string? ModelName { get; init; }

    /// <summary>Time from question to answer.</summary>
    public TimeSpan Elapsed { get; init; }
}
