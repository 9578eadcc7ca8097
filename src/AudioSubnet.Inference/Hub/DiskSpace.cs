namespace AudioSubnet.Inference.Hub;

/// <summary>Room on disks.</summary>
internal static class DiskSpace
{
    /// <summary>Free bytes on the disk that a folder is or will be on; <see cref="long.MaxValue"/> if that cannot be known.</summary>
    public static long Available(string folder)
    {
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
            if (Directory.Exists(at))
            {
                try
                {
                    return new DriveInfo(at).AvailableFreeSpace;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
                {
                    return long.MaxValue;
                }
            }

        return long.MaxValue;
    }
}
