namespace AudioSubnet.Inference.Hub;

/// <summary>A model that is on this machine.</summary>
/// <param name="Name">The name that was asked for.</param>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Commit">The commit on the hub; null for folders and for what is not on the hub.</param>
public sealed record StoredModel(string Name, string Folder, string? Commit);
