using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>
/// Nonces rise strictly for each UUID, but parallel requests may overtake each other on the way, and an axon refuses the
/// one that comes late. So requests that are in flight to the same axon at the same time go under different UUIDs: the
/// dendrite's own, and further ones only as long as there is such a crowd. Thread-safe.
/// </summary>
internal sealed class NonceLanes(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<string> _uuids = [Guid.CreateVersion7().ToString()];
    private readonly Dictionary<AccountId, SortedSet<int>> _busy = [];
    private long _lastNonce;

    /// <summary>A UUID that no other request to this axon uses now. Dispose the lane after the answer.</summary>
    public Lane Enter(AccountId axon)
    {
        lock (_lock)
        {
            if (!_busy.TryGetValue(axon, out SortedSet<int>? busy))
                _busy[axon] = busy = [];
            int free = 0;
            foreach (int taken in busy)
            {
                if (taken != free)
                    break;
                free++;
            }
            busy.Add(free);
            if (free == _uuids.Count)
                _uuids.Add(Guid.CreateVersion7().ToString());
            return new Lane(this, axon, free, _uuids[free]);
        }
    }

    /// <summary>The time in nanoseconds, or one more than the last nonce.</summary>
    public long NextNonce()
    {
        lock (_lock)
            return _lastNonce = Math.Max(_lastNonce + 1, Nonces.Now(clock));
    }

    private void Leave(AccountId axon, int index)
    {
        lock (_lock)
        {
            SortedSet<int> busy = _busy[axon];
            busy.Remove(index);
            if (busy.Count == 0)
                _busy.Remove(axon);
        }
    }

    internal sealed class Lane(NonceLanes lanes, AccountId axon, int index, string uuid) : IDisposable
    {
        public string Uuid => uuid;

        public void Dispose() => lanes.Leave(axon, index);
    }
}
