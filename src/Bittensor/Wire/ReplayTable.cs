using Bittensor.Crypto;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bittensor.Wire;

/// <summary>What the table says of a nonce.</summary>
internal enum NonceVerdict
{
    Accepted,
    Replayed,
    HotkeyFull,
    TableFull,
}

/// <summary>
/// The last nonce of each hotkey and UUID. A nonce passes once, and only above the last one. Bounded as a whole and for each
/// hotkey; an entry leaves only when the nonce window refuses its nonces by itself, so nobody can flush another's entries.
/// Thread-safe.
/// </summary>
internal sealed class ReplayTable : IDisposable
{
    private readonly record struct Entry(long Nonce, long SeenAt);

    /// <summary>Pause between two tries to write the file after the disk has refused.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, Dictionary<string, Entry>> _entries = [];
    private readonly AxonOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ReplayLog? _log;
    private int _count;
    private long _reopenAt;

    /// <summary>An empty table, or the one in the file.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public ReplayTable(AxonOptions options, TimeProvider clock, ILogger? logger = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _options = options;
        _clock = clock;
        if (options.ReplayTablePath is not { } path)
            return;
        _log = new ReplayLog(path);
        foreach (ReplayRecord record in _log.Load())
            Remember(record.Hotkey, record.Uuid, new Entry(record.Nonce, record.SeenAt));
        Purge(Nonces.Now(clock));
        _log.Rewrite(Records());
    }

    /// <summary>Pairs of hotkey and UUID remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>True if the nonce is not above the last one; a cheap look before the signature is checked.</summary>
    public bool IsReplay(AccountId hotkey, string uuid, long nonce)
    {
        lock (_lock)
            return _entries.TryGetValue(hotkey, out Dictionary<string, Entry>? own) && own.TryGetValue(uuid, out Entry last) && nonce <= last.Nonce;
    }

    /// <summary>Records a nonce whose signature holds. Callers without standing may fill only half of the table.</summary>
    public NonceVerdict Accept(AccountId hotkey, string uuid, long nonce, bool hasStanding)
    {
        long now = Nonces.Now(_clock);
        lock (_lock)
        {
            Dictionary<string, Entry>? own = _entries.GetValueOrDefault(hotkey);
            bool known = own is not null && own.TryGetValue(uuid, out Entry last) && IsLive(last, now);
            if (own is not null && own.TryGetValue(uuid, out last) && nonce <= last.Nonce)
                return NonceVerdict.Replayed;
            if (!known)
            {
                if (own is not null && own.Count >= _options.MaxReplayEntriesPerHotkey && PurgeHotkey(hotkey, own, now) >= _options.MaxReplayEntriesPerHotkey)
                    return NonceVerdict.HotkeyFull;
                int room = hasStanding ? _options.MaxReplayEntries : _options.MaxReplayEntries / 2;
                if (_count >= room && Purge(now) >= room)
                    return NonceVerdict.TableFull;
            }
            Remember(hotkey, uuid, new Entry(nonce, now));
            Note(new ReplayRecord(hotkey, uuid, nonce, now), now);
            return NonceVerdict.Accepted;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _log?.Dispose();
    }

    // The memory alone refuses replays for as long as the process lives, so a full disk is no reason to serve nobody.
    private void Note(ReplayRecord record, long now)
    {
        if (_log is null || (!_log.IsOpen && now < _reopenAt))
            return;
        try
        {
            if (_log.IsOpen)
                _log.Append(record);
            if (_log.IsOpen && !_log.IsBloated(_count))
                return;
            Purge(now);
            _log.Rewrite(Records());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.Dispose();
            _reopenAt = now + Nonces.Span(ReopenPause);
            AxonLog.NoncesNotKept(_logger, _options.ReplayTablePath!, fault.Message);
        }
    }

    private void Remember(AccountId hotkey, string uuid, Entry entry)
    {
        if (!_entries.TryGetValue(hotkey, out Dictionary<string, Entry>? own))
            _entries[hotkey] = own = new Dictionary<string, Entry>(StringComparer.Ordinal);
        if (!own.ContainsKey(uuid))
            _count++;
        own[uuid] = entry;
    }

    // While it lives, the window alone would let its nonce pass again.
    private bool IsLive(Entry entry, long now) => Nonces.IsTime(entry.Nonce)
        ? entry.Nonce >= now - Nonces.Span(_options.NonceWindow)
        : entry.SeenAt >= now - Nonces.Span(_options.LegacyNonceMemory);

    private int PurgeHotkey(AccountId hotkey, Dictionary<string, Entry> own, long now)
    {
        foreach ((string uuid, Entry entry) in own)
            if (!IsLive(entry, now) && own.Remove(uuid))
                _count--;
        if (own.Count == 0)
            _entries.Remove(hotkey);
        return own.Count;
    }

    private int Purge(long now)
    {
        foreach ((AccountId hotkey, Dictionary<string, Entry> own) in _entries)
            PurgeHotkey(hotkey, own, now);
        return _count;
    }

    private IEnumerable<ReplayRecord> Records() =>
        from hotkey in _entries from entry in hotkey.Value select new ReplayRecord(hotkey.Key, entry.Key, entry.Value.Nonce, entry.Value.SeenAt);
}
