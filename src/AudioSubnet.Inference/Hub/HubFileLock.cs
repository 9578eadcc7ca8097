namespace AudioSubnet.Inference.Hub;

/// <summary>A lock that all processes respect that use the cache: an exclusive open (flock on Unix), which other tools take as well. It
/// ends with the process, however that ends, and it also separates tasks of one process.</summary>
internal sealed class HubFileLock : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private HubFileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock file; it stays when the lock is given up.</param>
    /// <param name="measureOther">How far the one who holds it has come, in bytes; asked while we wait.</param>
    /// <param name="stillstand">Give up when that measure does not change for so long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HubException"><see cref="HubErrorKind.Storage"/>: the holder stands still.</exception>
    public static async Task<HubFileLock> AcquireAsync(
        string path, Func<long> measureOther, TimeSpan stillstand, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long progress = -1;
        long since = time.GetTimestamp();
        while (true)
        {
            if (TryOpen(path) is { } file)
            {
                // Some tools delete the file when they are done with it; a lock on a deleted file keeps nobody out.
                if (File.Exists(path))
                    return new HubFileLock(file);
                await file.DisposeAsync();
                continue;
            }

            long now = measureOther();
            if (now != progress)
                (progress, since) = (now, time.GetTimestamp());
            else if (time.GetElapsedTime(since) > stillstand)
                throw new HubException(
                    HubErrorKind.Storage,
                    $"Another process holds {path} and has not come further for {stillstand.TotalMinutes:0} minutes. End it, or run this again later.");
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }
}
