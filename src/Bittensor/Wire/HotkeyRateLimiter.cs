using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>
/// A token bucket for each hotkey. Looking is cheap and comes before the signature check, paying comes after it: a forger
/// cannot use up what belongs to another. Thread-safe.
/// </summary>
internal sealed class HotkeyRateLimiter(double perSecond, int burst, TimeProvider clock)
{
    // Full buckets carry no information and are dropped when the table reaches this size.
    private const int PurgeAt = 4096;

    private readonly record struct Bucket(double Tokens, long At);

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, Bucket> _buckets = [];
    private int _purgeAt = PurgeAt;

    /// <summary>False if the limit is lifted.</summary>
    private bool IsOn => perSecond > 0;

    /// <summary>True if the hotkey may send a request now.</summary>
    public bool HasToken(AccountId hotkey)
    {
        if (!IsOn)
            return true;
        lock (_lock)
            return Tokens(hotkey, clock.GetTimestamp()) >= 1;
    }

    /// <summary>Takes a token; false if there is none.</summary>
    public bool TryTake(AccountId hotkey)
    {
        if (!IsOn)
            return true;
        long now = clock.GetTimestamp();
        lock (_lock)
        {
            double tokens = Tokens(hotkey, now);
            if (tokens < 1)
                return false;
            if (_buckets.Count >= _purgeAt)
                Purge(now);
            _buckets[hotkey] = new Bucket(tokens - 1, now);
            return true;
        }
    }

    private double Tokens(AccountId hotkey, long now) => _buckets.TryGetValue(hotkey, out Bucket bucket) ? Refilled(bucket, now) : Math.Max(burst, 1);

    private double Refilled(Bucket bucket, long now) => Math.Min(Math.Max(burst, 1), bucket.Tokens + (perSecond * clock.GetElapsedTime(bucket.At, now).TotalSeconds));

    private void Purge(long now)
    {
        foreach ((AccountId hotkey, Bucket bucket) in _buckets)
            if (Refilled(bucket, now) >= burst)
                _buckets.Remove(hotkey);
        _purgeAt = Math.Max(PurgeAt, 2 * _buckets.Count);
    }
}
