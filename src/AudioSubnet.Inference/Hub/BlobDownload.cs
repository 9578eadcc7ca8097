using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace AudioSubnet.Inference.Hub;

/// <summary>Brings one file into the cache: once, however many ask; resumed where it was cut; verified; visible only when it is whole.</summary>
internal sealed class BlobDownload(HubHttp http, HubOptions options, TimeProvider time)
{
    private const int BufferSize = 256 << 10;

    // ENOSPC and EDQUOT on Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static readonly int[] DiskFullCodes = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>Makes sure that a file is where it should be.</summary>
    public async Task FetchAsync(DownloadTarget target, PullProgress progress, CancellationToken cancellationToken)
    {
        HubFile file = target.File;
        string blob = target.Destination;
        if (IsThere(blob, file))
        {
            progress.Found(file.Path, file.Size);
            return;
        }

        using HubFileLock held = await HubFileLock.AcquireAsync(
            target.LockPath, () => MeasureOther(blob, file, progress), options.LockTimeLimit, time, cancellationToken);
        if (IsThere(blob, file))
        {
            progress.Found(file.Path, file.Size);
            return;
        }

        try
        {
            await DownloadAsync(target, progress, cancellationToken);
        }
        catch (IOException cause) when (DiskFullCodes.Contains(cause.HResult))
        {
            throw new HubException(
                HubErrorKind.Storage,
                $"The disk of {Path.GetDirectoryName(blob)} is full; {target.Name} is not complete. Make room (audiosubnet models list shows sizes) or set HF_HOME to another disk, and pull again: what is there is kept.",
                cause);
        }
    }

    private async Task DownloadAsync(DownloadTarget target, PullProgress progress, CancellationToken cancellationToken)
    {
        HubFile file = target.File;
        // The lock and this exclusive open are two guards: where one does not hold (network file systems), the other keeps writers apart.
        string incomplete = target.Destination + ".incomplete";
        using var hash = new ContentHash(file);
        bool fresh = false;
        await using (var part = new FileStream(incomplete, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true))
        {
            if (part.Length > file.Size)
                part.SetLength(0);
            await hash.AppendAsync(part, cancellationToken);
            progress.Found(file.Path, part.Length);
            while (true)
            {
                fresh |= part.Length == 0;
                await FillAsync(target, part, hash, progress, cancellationToken);
                if (hash.IsAsPromised())
                    break;
                progress.Found(file.Path, -part.Length);
                part.SetLength(0);
                hash.Begin(file);
                // A part of an earlier run may have been damaged on disk; what came whole in this run was wrong when it was sent.
                if (fresh)
                    throw new HubException(
                        HubErrorKind.Corrupt,
                        $"What came for {target.Name} is not what it should be (hash {file.Etag[..12]}…), and is thrown away. Pull again; if it happens again, something between here and {target.Address.Host} changes files.");
                fresh = true;
            }

            part.Flush(flushToDisk: true);
        }

        File.Move(incomplete, target.Destination, overwrite: true);
    }

    // Requests what is missing until nothing is, through cuts; gives up when several attempts in a row bring nothing.
    private async Task FillAsync(DownloadTarget target, FileStream part, ContentHash hash, PullProgress progress, CancellationToken cancellationToken)
    {
        HubFile file = target.File;
        int fruitless = 0;
        while (part.Length < file.Size)
        {
            long before = part.Length;
            try
            {
                await FillOnceAsync(target, part, hash, progress, cancellationToken);
                if (part.Length >= file.Size)
                    return;
                fruitless = part.Length > before ? 0 : fruitless + 1;
            }
            catch (Exception cause) when (IsCut(cause, cancellationToken))
            {
                fruitless = part.Length > before ? 0 : fruitless + 1;
                if (fruitless > options.MaxRetries)
                    throw GaveUp(target, part.Length, cause);
            }

            if (fruitless > options.MaxRetries)
                throw GaveUp(target, part.Length, cause: null);
            await Task.Delay(options.RetryDelay * Math.Pow(2, fruitless), time, cancellationToken);
        }
    }

    private async Task FillOnceAsync(DownloadTarget target, FileStream part, ContentHash hash, PullProgress progress, CancellationToken cancellationToken)
    {
        HubFile file = target.File;
        RangeHeaderValue? range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
        using HubResponse answer = await http.SendAsync(target.Repository, file.Path, HttpMethod.Get, target.Address, range, cancellationToken);
        ContentRangeHeaderValue? given = answer.Message.Content.Headers.ContentRange;
        if (range is not null && !(answer.Message.StatusCode == HttpStatusCode.PartialContent && given?.From == part.Length))
        {
            // The server ignores ranges or means another part: begin again with what it sends, or ask for all.
            progress.Found(file.Path, -part.Length);
            part.SetLength(0);
            hash.Begin(file);
            if (answer.Message.StatusCode != HttpStatusCode.OK)
                return;
        }

        part.Position = part.Length;
        await using Stream body = await answer.Message.Content.ReadAsStreamAsync(cancellationToken);
        await CopyAsync(body, file, part, hash, progress, cancellationToken);
    }

    private async Task CopyAsync(Stream body, HubFile file, FileStream part, ContentHash hash, PullProgress progress, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                idle.CancelAfter(options.IdleTimeLimit);
                int read = await body.ReadAsync(buffer, either.Token);
                if (read == 0)
                    return;
                if (part.Length + read > file.Size)
                {
                    part.SetLength(0);
                    throw new HubException(HubErrorKind.Corrupt, $"More comes for {file.Path} than the {file.Size} bytes that the hub's listing promises. It is thrown away; pull again.");
                }

                await part.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                hash.Append(buffer.AsSpan(0, read));
                progress.Fetched(file.Path, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsThere(string blob, HubFile file) => new FileInfo(blob) is { Exists: true } info && info.Length == file.Size;

    private static bool IsCut(Exception exception, CancellationToken cancellationToken) =>
        (exception is HttpRequestException or HttpIOException or OperationCanceledException
            || (exception is IOException && !DiskFullCodes.Contains(exception.HResult)))
        && !cancellationToken.IsCancellationRequested;

    private static HubException GaveUp(DownloadTarget target, long at, Exception? cause)
    {
        string message = $"The download of {target.Name} breaks off again and again at byte {at} of {target.File.Size}. Pull again later: it goes on from there.";
        return cause is null ? new HubException(HubErrorKind.Unavailable, message) : new HubException(HubErrorKind.Unavailable, message, cause);
    }

    // Tools that do not trust locks write parts under names of their own, so all parts of the blob count.
    private static long MeasureOther(string blob, HubFile file, PullProgress progress)
    {
        progress.Waits(file.Path);
        try
        {
            return new DirectoryInfo(Path.GetDirectoryName(blob)!).EnumerateFiles(Path.GetFileName(blob) + "*").Sum(part => part.Length);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
