namespace AudioSubnet.Validator.Folders;

/// <summary>What lies beside a result as JSON: where it came from and how good it is.</summary>
internal sealed record FileEvidence(
    AudioService Service, string Prompt, IReadOnlyDictionary<string, string> SourceSha256, ushort Uid, double Score, DateTimeOffset AnsweredAt);
