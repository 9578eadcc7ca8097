using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.State;

/// <summary>The storage of one block: SCALE values under the real storage keys, in key order. Immutable and thread-safe.</summary>
internal sealed class StateSnapshot
{
    private readonly StateItem[] _items;

    /// <param name="items">The whole state, each key once, in any order.</param>
    /// <param name="previous">The state of the block before; what has not changed is shared with it.</param>
    public StateSnapshot(List<StateItem> items, StateSnapshot? previous)
    {
        items.Sort(StateItem.ByKey);
        _items = [.. items];
        for (int i = 0; i < _items.Length; i++)
        {
            StateItem item = _items[i];
            if (previous?.FindItem(item.Key) is StateItem old && old.Value.AsSpan().SequenceEqual(item.Value))
                _items[i] = old;
        }
    }

    /// <summary>A state without anything, for blocks of which only the hash matters.</summary>
    public static StateSnapshot Empty { get; } = new([], previous: null);

    /// <summary>The value under a key, or null.</summary>
    public byte[]? Find(ReadOnlySpan<byte> key) => FindItem(key)?.Value;

    /// <summary>Keys that begin with a prefix, in order, behind <paramref name="start"/> if that is given.</summary>
    public IEnumerable<byte[]> Keys(byte[] prefix, byte[]? start = null)
    {
        int first = Position(prefix);
        if (start is not null)
        {
            int position = Position(start);
            first = Math.Max(first, position < _items.Length && _items[position].Key.AsSpan().SequenceEqual(start) ? position + 1 : position);
        }
        for (int i = first; i < _items.Length && _items[i].Key.AsSpan().StartsWith(prefix); i++)
            yield return _items[i].Key;
    }

    /// <summary>A digest of the whole state. It stands where Substrate has the root of a trie, and cannot prove single values.</summary>
    public byte[] Digest()
    {
        using var writer = new ScaleWriter(1 << 16);
        foreach (StateItem item in _items)
        {
            writer.WriteByteVector(item.Key);
            writer.WriteByteVector(item.Value);
        }
        return Hashes.Blake2b256(writer.Written);
    }

    private StateItem? FindItem(ReadOnlySpan<byte> key)
    {
        int position = Position(key);
        return position < _items.Length && _items[position].Key.AsSpan().SequenceEqual(key) ? _items[position] : null;
    }

    /// <summary>Index of the first item whose key is not below the given one.</summary>
    private int Position(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = _items.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_items[middle].Key.AsSpan().SequenceCompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
