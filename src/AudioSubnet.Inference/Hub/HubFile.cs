namespace AudioSubnet.Inference.Hub;

/// <summary>A file of a repository as the hub lists it.</summary>
/// <param name="Path">Relative path with '/'.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="BlobId">SHA-1 of the git blob (of the pointer file if <paramref name="Sha256"/> is known).</param>
/// <param name="Sha256">SHA-256 of the content, for files in large file storage; null for small files.</param>
public sealed record HubFile(string Path, long Size, string BlobId, string? Sha256)
{
    /// <summary>The hash that the content must have, which is also its name in the cache.</summary>
    public string Etag => Sha256 ?? BlobId;
}
