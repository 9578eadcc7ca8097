using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Blocks;

namespace Bittensor.LocalNet.Node.State;

/// <summary>Items by what they were made of. From block to block most values stay the same, and finding one is many times faster than
/// hashing its key and encoding its value. Not thread-safe.</summary>
internal sealed class StateItemCache
{
    /// <summary>When it is full it starts anew; a subnet of 256 neurons has some two thousand such items.</summary>
    private const int Capacity = 200_000;

    private readonly Dictionary<Origin, StateItem> _items = [];

    /// <summary>The item of a simple value under at most three keys; other items are made each time.</summary>
    public StateItem Get(string pallet, string entry, object? value, IReadOnlyList<object?> keys, Func<StateItem> make)
    {
        // A byte array would be another key each time.
        if (value is not (bool or ushort or int or uint or ulong or AccountId or BlockHash) || keys.Count > 3 || keys.Any(key => key is byte[]))
            return make();
        var origin = new Origin(
            pallet, entry, value, keys.ElementAtOrDefault(0), keys.ElementAtOrDefault(1), keys.ElementAtOrDefault(2));
        if (_items.TryGetValue(origin, out StateItem? known))
            return known;
        if (_items.Count >= Capacity)
            _items.Clear();
        return _items[origin] = make();
    }

    private readonly record struct Origin(string Pallet, string Entry, object Value, object? First, object? Second, object? Third);
}
