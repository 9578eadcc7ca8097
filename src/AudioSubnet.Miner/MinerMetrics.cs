using System.Diagnostics.Metrics;

namespace AudioSubnet.Miner;

/// <summary>
/// What a miner counts, under the meter "AudioSubnet.Miner". The tag "service" is the synapse's name, "status" the HTTP status of the
/// answer.
/// </summary>
internal sealed class MinerMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AudioSubnet.Miner";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<double> _audio;
    private readonly UpDownCounter<int> _running;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _realTimeFactor;
    private long _requestCount;
    private int _runningCount;
    private double _audioSeconds;

    public MinerMetrics()
    {
        _requests = _meter.CreateCounter<long>("miner.requests", "{request}", "Requests that passed blacklist and signature, by status.");
        _audio = _meter.CreateCounter<double>("miner.audio", "s", "Audio sent.");
        _running = _meter.CreateUpDownCounter<int>("miner.requests.active", "{request}", "Requests that wait or run.");
        _latency = _meter.CreateHistogram<double>("miner.request.duration", "s", "Time from the request to its answer, waiting included.");
        _realTimeFactor = _meter.CreateHistogram<double>("miner.real_time_factor", "1", "Seconds of computing for one second of audio.");
    }

    /// <summary>Requests so far.</summary>
    public long Requests => Interlocked.Read(ref _requestCount);

    /// <summary>Requests that wait or run.</summary>
    public int Running => Volatile.Read(ref _runningCount);

    /// <summary>Seconds of audio sent so far.</summary>
    public double AudioSeconds => Volatile.Read(ref _audioSeconds);

    public void Began(string service)
    {
        Interlocked.Increment(ref _runningCount);
        _running.Add(1, Service(service));
    }

    public void Made(string service, double audioSeconds, double computeSeconds)
    {
        double before;
        do
            before = _audioSeconds;
        while (Interlocked.CompareExchange(ref _audioSeconds, before + audioSeconds, before) != before);
        _audio.Add(audioSeconds, Service(service));
        _realTimeFactor.Record(computeSeconds / audioSeconds, Service(service));
    }

    public void Ended(string service, int status, double elapsedSeconds)
    {
        Interlocked.Increment(ref _requestCount);
        Interlocked.Decrement(ref _runningCount);
        _running.Add(-1, Service(service));
        _requests.Add(1, Service(service), new KeyValuePair<string, object?>("status", status));
        _latency.Record(elapsedSeconds, Service(service));
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Service(string service) => new("service", service);
}
