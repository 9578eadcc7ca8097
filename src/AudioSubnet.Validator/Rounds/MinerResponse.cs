using AudioSubnet.Scoring;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Rounds;

/// <summary>One miner's part in a round, with all that its score follows from.</summary>
public sealed record MinerResponse
{
    /// <summary>Number of the round.</summary>
    public required int Round { get; init; }

    /// <summary>What was asked for.</summary>
    public required AudioService Service { get; init; }

    /// <summary>The miner's uid.</summary>
    public required ushort Uid { get; init; }

    /// <summary>The miner's hotkey.</summary>
    public required AccountId Hotkey { get; init; }

    /// <summary>The prompt as sent.</summary>
    public required string Prompt { get; init; }

    /// <summary>Name of the voice to clone; null for other services.</summary>
    public string? Voice { get; init; }

    /// <summary>What became of the answer.</summary>
    public required ResponseVerdict Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Status of the query: 200, 403, 408, 503, …</summary>
    public required int StatusCode { get; init; }

    /// <summary>The label that the miner gives its engine.</summary>
    public string? ModelName { get; init; }

    /// <summary>Seconds from question to answer.</summary>
    public required double ProcessSeconds { get; init; }

    /// <summary>Where the audio lies, relative to the state folder; null if there is none.</summary>
    public string? AudioPath { get; init; }

    /// <summary>Length of the audio in seconds.</summary>
    public double? AudioSeconds { get; init; }

    /// <summary>The score with its metrics; null if there is no audio.</summary>
    public Score? Score { get; init; }

    /// <summary>The miner's moving average in this service after the round.</summary>
    public double Average { get; init; }

    /// <summary>The miner's total after the round.</summary>
    public double Total { get; init; }

    /// <summary>Loudness contour for the detection of copies; null when there is nothing to compare.</summary>
    internal byte[]? Fingerprint { get; init; }
}
