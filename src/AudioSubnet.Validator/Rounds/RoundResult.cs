namespace AudioSubnet.Validator.Rounds;

/// <summary>A finished round.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Service">What was asked for.</param>
/// <param name="Block">Block of the metagraph it was run on.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When its scores were folded in.</param>
/// <param name="Responses">The miners' parts, by uid.</param>
public sealed record RoundResult(
    int Number,
    AudioService Service,
    ulong Block,
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    IReadOnlyList<MinerResponse> Responses);
