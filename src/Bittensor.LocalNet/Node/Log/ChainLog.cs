using System.Text;
using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;

namespace Bittensor.LocalNet.Node.Log;

/// <summary>An append-only file with a line for each block: a checksum, a space, a JSON record. A line counts when it is whole, so a
/// process that is killed while it writes loses that block and nothing else.</summary>
internal sealed class ChainLog : IBlockWatcher, IDisposable
{
    private const string FileName = "chain.log";
    private const int ChecksumDigits = 32;

    private readonly FileStream _file;

    private ChainLog(FileStream file) => _file = file;

    /// <summary>Translates a block into its record.</summary>
    public Func<Block, BlockRecord>? Recorder { get; set; }

    public static bool Exists(string folder) => new FileInfo(Path.Combine(folder, FileName)) is { Exists: true, Length: > 0 };

    /// <summary>Opens the folder's log for this process alone.</summary>
    /// <exception cref="IOException">Another process has it open, or the folder cannot be written.</exception>
    public static ChainLog Open(string folder)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        return new ChainLog(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
    }

    /// <summary>Where the line that was read or written last begins.</summary>
    public long LastPosition { get; private set; }

    /// <summary>How many finished lines there are from a position on.</summary>
    public int CountLines(long from = 0)
    {
        _file.Position = from;
        byte[] buffer = new byte[1 << 16];
        int count = 0;
        for (int read; (read = _file.Read(buffer)) > 0;)
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        return count;
    }

    /// <summary>Reads the records from a position on, where a line must begin, and cuts off a last line that was not finished.</summary>
    /// <exception cref="InvalidDataException">A line before the last one is damaged.</exception>
    public IEnumerable<BlockRecord> Read(long from = 0)
    {
        _file.Position = from;
        using var reader = new StreamReader(_file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        long good = from;
        for (int number = 1; reader.ReadLine() is string line; number++)
        {
            long end = good + Encoding.UTF8.GetByteCount(line) + 1;
            if (Parse(line) is not BlockRecord record || end > _file.Length)
            {
                if (reader.ReadLine() is not null)
                    throw new InvalidDataException(
                        $"Line {number}{(from > 0 ? $" behind byte {from}" : "")} of {_file.Name} is damaged, and there are lines behind it. "
                        + "Restore the file from a copy, or move it away to begin a new chain.");
                break;
            }
            LastPosition = good;
            good = end;
            yield return record;
        }
        _file.SetLength(good);
        _file.Position = good;
    }

    /// <summary>Writes a record to the disk.</summary>
    public void Append(BlockRecord record)
    {
        string json = JsonSerializer.Serialize(record);
        LastPosition = _file.Position;
        _file.Write(Encoding.UTF8.GetBytes($"{Checksum(json)} {json}\n"));
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Begin(ulong number, DateTimeOffset time, LedgerState state)
    {
        // Block 0 is recorded by who opens the log.
    }

    /// <inheritdoc/>
    public void Produced(Block block, LedgerState state) => Append(Recorder!(block));

    public void Dispose() => _file.Dispose();

    private static BlockRecord? Parse(string line)
    {
        if (line.Length <= ChecksumDigits || line[ChecksumDigits] != ' ')
            return null;
        string json = line[(ChecksumDigits + 1)..];
        return Checksum(json) == line[..ChecksumDigits] ? JsonSerializer.Deserialize<BlockRecord>(json) : null;
    }

    private static string Checksum(string json) => Convert.ToHexStringLower(Hashes.Blake2b128(Encoding.UTF8.GetBytes(json)));
}
