namespace AudioSubnet.Inference.Checkpoints.Zip;

/// <summary>A file in a ZIP archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">Where its stored bytes begin in the archive.</param>
/// <param name="StoredLength">How many bytes are stored.</param>
/// <param name="Length">How many bytes they unpack to.</param>
/// <param name="IsDeflated">Whether they are compressed (deflate) or as they are.</param>
internal readonly record struct ZipMember(string Name, long Offset, long StoredLength, long Length, bool IsDeflated);
