using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Wallets;

namespace Bittensor.Chain.Rpc.Reveals;

/// <summary>
/// The commits of one hotkey on one subnet that wait for their reveal, on disk. Every change is written beside the file and renamed, under
/// a lock that other processes obey too, so a commit once noted is lost neither by a crash nor by a second program.
/// </summary>
internal sealed class CommitFile(string path, ushort netuid, AccountId hotkey, TimeProvider time)
{
    private const int FormatVersion = 1;

    /// <summary>Far more than the chain takes at once (10). A larger file is damaged or foreign.</summary>
    private const int MaxLength = 16 << 20;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10), LockRetry = TimeSpan.FromMilliseconds(10);

    /// <summary>The file of a hotkey on a subnet of the chain with that genesis block.</summary>
    public static CommitFile In(string folder, string genesisHash, ushort netuid, AccountId hotkey, TimeProvider time) =>
        new(Path.Combine(folder, $"{genesisHash[2..10]}-{netuid}-{hotkey}.json"), netuid, hotkey, time);

    /// <summary>What waits, oldest first; nothing if there is no file.</summary>
    /// <exception cref="CommitFileException">The file is damaged.</exception>
    public IReadOnlyList<WeightCommit> Read()
    {
        byte[] bytes;
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                return [];
            if (info.Length > MaxLength)
                throw new CommitFileException(path, $"has {info.Length} bytes and is none");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new CommitFileException(path, "may not be read", refused);
        }

        return Parse(bytes);
    }

    /// <summary>Changes what waits.</summary>
    /// <param name="change">From the commits that are there to those that shall be.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    /// <exception cref="CommitFileException">The file is damaged, or another process keeps it locked.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task ChangeAsync(Func<IReadOnlyList<WeightCommit>, IEnumerable<WeightCommit>> change, CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using FileStream held = await LockAsync(cancellationToken);
        WeightCommit[] commits = [.. change(Read())];
        if (commits.Length == 0)
            File.Delete(path);
        else
            PrivateFile.Write(path, Write(commits), overwrite: true);
    }

    internal byte[] Write(IReadOnlyList<WeightCommit> commits) => JsonSerializer.SerializeToUtf8Bytes(
        new CommitFileContent { Version = FormatVersion, Netuid = netuid, Hotkey = hotkey.ToString(), Commits = commits },
        CommitFileJson.Default.CommitFileContent);

    /// <exception cref="CommitFileException">Damaged. The hashes prove all that a reveal needs.</exception>
    internal IReadOnlyList<WeightCommit> Parse(ReadOnlySpan<byte> bytes)
    {
        CommitFileContent? content;
        try
        {
            content = JsonSerializer.Deserialize(bytes, CommitFileJson.Default.CommitFileContent);
        }
        catch (JsonException damage)
        {
            throw new CommitFileException(path, $"is damaged ({damage.Message})", damage);
        }

        if (content is null)
            throw new CommitFileException(path, "is damaged (it holds nothing)");
        if (content.Version != FormatVersion)
            throw new CommitFileException(path, $"has the format version {content.Version}, this program knows {FormatVersion}");
        if (content.Netuid != netuid || content.Hotkey != hotkey.ToString())
            throw new CommitFileException(path, $"belongs to {content.Hotkey} on subnet {content.Netuid}");
        foreach (WeightCommit? commit in content.Commits)
            if (commit is null || commit.Uids.Count != commit.Values.Count || commit.ComputeHash(netuid, hotkey) != commit.Hash)
                throw new CommitFileException(path, $"is damaged (the weights of the commit {commit?.Hash} do not have this hash)");
        return content.Commits;
    }

    /// <summary>A lock on a file beside; the operating system ends it with the process.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException busy) when (busy.GetType() == typeof(IOException))
            {
                if (time.GetElapsedTime(start) > LockTimeout)
                    throw new CommitFileException(path, $"is locked by another process ({busy.Message})", busy);
                await Task.Delay(LockRetry, time, cancellationToken);
            }
        }
    }
}
