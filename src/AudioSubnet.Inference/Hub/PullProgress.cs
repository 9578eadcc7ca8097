namespace AudioSubnet.Inference.Hub;

/// <summary>Adds up what the downloads of a pull bring and reports it a few times a second. Thread-safe.</summary>
/// <param name="listener">Hears of it; may be null.</param>
/// <param name="total">Bytes of all files.</param>
/// <param name="time">The clock.</param>
internal sealed class PullProgress(IProgress<HubProgress>? listener, long total, TimeProvider time)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SpeedWindow = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Bytes)> _recent = new();
    private long _done;
    private long _fetched;
    private long _lastReport;
    private bool _reported;

    /// <summary>Counts bytes that came over the network now.</summary>
    public void Fetched(string file, long bytes) => Add(file, bytes, fetched: true, waits: false);

    /// <summary>Counts bytes that were there already; negative if what was there had to be thrown away.</summary>
    public void Found(string file, long bytes) => Add(file, bytes, fetched: false, waits: false);

    /// <summary>Another process downloads the file.</summary>
    public void Waits(string file) => Add(file, 0, fetched: false, waits: true);

    /// <summary>The last report.</summary>
    public void Finish(string file)
    {
        lock (_lock)
            listener?.Report(Picture(file, waits: false));
    }

    private void Add(string file, long bytes, bool fetched, bool waits)
    {
        lock (_lock)
        {
            _done += bytes;
            long now = time.GetTimestamp();
            if (fetched)
            {
                _fetched += bytes;
                _recent.Enqueue((now, _fetched));
                while (_recent.Count > 2 && time.GetElapsedTime(_recent.Peek().At, now) > SpeedWindow)
                    _recent.Dequeue();
            }

            if (listener is null || (_reported && time.GetElapsedTime(_lastReport, now) < ReportInterval))
                return;
            (_lastReport, _reported) = (now, true);
            listener.Report(Picture(file, waits));
        }
    }

    private HubProgress Picture(string file, bool waits)
    {
        double speed = 0;
        if (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) is var span && span > TimeSpan.Zero && span < 2 * SpeedWindow)
            speed = (_fetched - oldest.Bytes) / span.TotalSeconds;
        return new HubProgress(file, _done, total, speed, waits);
    }
}
