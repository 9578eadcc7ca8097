using AudioSubnet.Cli.CommandLine;
using System.Text.Json.Serialization;

namespace AudioSubnet.Cli.Localnet;

/// <summary>What a run came to; written as <c>summary.json</c> and printed by <c>--json</c>.</summary>
internal sealed record LocalnetSummary
{
    public required int Rounds { get; init; }

    public required ulong Block { get; init; }

    public required ushort Netuid { get; init; }

    /// <summary>Seed of the run: the same seed gives the same prompts, music and order.</summary>
    public required int Seed { get; init; }

    public required IReadOnlyList<MinerSummary> Miners { get; init; }

    public required IReadOnlyList<AudioSummary> Audio { get; init; }

    /// <summary>Snake-case JSON, indented, as documented in docs/localnet.md.</summary>
    public string ToJson() => JsonText.Of(this, LocalnetJsonContext.Default.LocalnetSummary);
}

/// <summary>Where one miner stands. Weight, incentive: shares of 1; emission: TAO over the whole run.</summary>
internal sealed record MinerSummary(
    ushort Uid,
    string Hotkey,
    string Engine,
    string Behaviour,
    ServiceScores Scores,
    double Total,
    double Weight,
    double Incentive,
    decimal Emission,
    int Responses,
    int Failures);

/// <summary>Moving scores by service, 0…1.</summary>
internal sealed record ServiceScores(double Tts, double Vc, double Ttm);

/// <summary>One clip that a miner returned and what it scored.</summary>
internal sealed record AudioSummary(
    int Round,
    string Service,
    ushort Uid,
    string Prompt,
    string Path,
    double Score,
    IReadOnlyDictionary<string, double?> Metrics,
    string Explanation);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LocalnetSummary))]
internal sealed partial class LocalnetJsonContext : JsonSerializerContext;
