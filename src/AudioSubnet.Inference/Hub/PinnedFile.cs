namespace AudioSubnet.Inference.Hub;

/// <summary>A file that is published elsewhere than on the hub, known by its hash.</summary>
/// <param name="Name">File name.</param>
/// <param name="Address">Where it is published, at a fixed commit.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 hexadecimal digits in lower case.</param>
public sealed record PinnedFile(string Name, Uri Address, long Size, string Sha256)
{
    /// <summary>True if a folder has a file of that name and size. The hash was checked when it came; <c>models verify</c> checks it again.</summary>
    public bool IsIn(string folder) => new FileInfo(Path.Combine(folder, Name)) is { Exists: true } file && file.Length == Size;
}
