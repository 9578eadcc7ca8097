namespace AudioSubnet.Inference.Hub;

/// <summary>A file to bring: from where, to where, and what it must be.</summary>
/// <param name="Repository">The repository that it belongs to; null if it comes from elsewhere.</param>
/// <param name="File">Name, size and hash.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="LockPath">The lock that keeps others from bringing it too.</param>
internal sealed record DownloadTarget(HubRepository? Repository, HubFile File, Uri Address, string Destination, string LockPath)
{
    public string Name => Repository is null ? File.Path : $"{File.Path} of {Repository}";
}
