using System.Globalization;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>One line of the log.</summary>
internal readonly record struct ReplayRecord(AccountId Hotkey, string Uuid, long Nonce, long SeenAt);

/// <summary>
/// The replay table's file: one line for each accepted nonce, handed to the operating system before the request goes on, so
/// that a killed process forgets nothing. (A machine that loses power is away for longer than the nonce window.)
/// The file is rewritten beside and renamed when most of its lines are of the past. Not thread-safe.
/// </summary>
internal sealed class ReplayLog(string path) : IDisposable
{
    private const int SpareLines = 4096;
    private const int Fields = 4;
    private FileStream? _file;
    private int _lines;

    /// <summary>The records in the file, oldest first. A line that is broken (the last one after a crash) is passed over.</summary>
    public List<ReplayRecord> Load()
    {
        var records = new List<ReplayRecord>();
        if (!File.Exists(path))
            return records;
        foreach (string line in File.ReadLines(path))
            if (TryParse(line, out ReplayRecord record))
                records.Add(record);
        return records;
    }

    /// <summary>True while the file can be appended to; false after a fault, until <see cref="Rewrite"/> succeeds.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Adds a record.</summary>
    /// <exception cref="IOException">The disk refuses; the file is closed then.</exception>
    public void Append(ReplayRecord record)
    {
        if (_file is null)
            throw new IOException($"The replay table {path} is closed.");
        try
        {
            // Unbuffered: what was refused is not tried again behind our back.
            _file.Write(Encoding.UTF8.GetBytes(Line(record)));
            _lines++;
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True if the file holds far more lines than there are live entries.</summary>
    public bool IsBloated(int live) => _lines > (2 * live) + SpareLines;

    /// <summary>Replaces the file by one that holds only these records.</summary>
    public void Rewrite(IEnumerable<ReplayRecord> records)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        string beside = path + ".new";
        var text = new StringBuilder();
        int lines = 0;
        foreach (ReplayRecord record in records)
        {
            text.Append(Line(record));
            lines++;
        }
        File.WriteAllText(beside, text.ToString());
        Dispose();
        File.Move(beside, path, overwrite: true);
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _lines = lines;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    // The UUID comes last: it is the one field that a peer chooses freely.
    private static string Line(ReplayRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Hotkey} {record.Nonce} {record.SeenAt} {record.Uuid}\n");

    private static bool TryParse(string line, out ReplayRecord record)
    {
        record = default;
        string[] parts = line.Split(' ', Fields);
        if (parts.Length != Fields || !AccountId.TryParse(parts[0], out AccountId hotkey)
            || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long nonce)
            || !long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seenAt))
            return false;
        record = new ReplayRecord(hotkey, parts[3], nonce, seenAt);
        return true;
    }
}
