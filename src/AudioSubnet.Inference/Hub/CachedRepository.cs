namespace AudioSubnet.Inference.Hub;

/// <summary>A repository that is in the cache, complete or not.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Bytes">Size on disk, parts of unfinished downloads included.</param>
/// <param name="Commits">The commits of which there are files.</param>
public sealed record CachedRepository(HubRepository Repository, long Bytes, IReadOnlyList<string> Commits);
