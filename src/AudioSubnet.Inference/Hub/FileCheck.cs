namespace AudioSubnet.Inference.Hub;

/// <summary>What a check of a file found.</summary>
/// <param name="Path">Path within the repository or folder.</param>
/// <param name="State">Whether it is what it should be.</param>
public sealed record FileCheck(string Path, FileState State);
