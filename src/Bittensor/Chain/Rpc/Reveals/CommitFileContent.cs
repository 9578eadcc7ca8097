using System.Text.Json.Serialization;

namespace Bittensor.Chain.Rpc.Reveals;

/// <summary>What stands in a file of commits.</summary>
internal sealed record CommitFileContent
{
    public required int Version { get; init; }

    public required ushort Netuid { get; init; }

    /// <summary>SS58.</summary>
    public required string Hotkey { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<WeightCommit> Commits { get; init; }
}

/// <summary>Its JSON, compiled so that trimmed programs have it.</summary>
[JsonSerializable(typeof(CommitFileContent))]
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class CommitFileJson : JsonSerializerContext;
