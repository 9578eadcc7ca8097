namespace Bittensor.LocalNet.Ledger;

/// <summary>Proofs of work by the block that took them, so that none is taken twice. Old ones go: what names an older block is refused
/// anyway.</summary>
internal sealed class WorkBook(Journal journal)
{
    private readonly SortedDictionary<string, ulong> _taken = new(StringComparer.Ordinal);

    /// <summary>The work as hex, and the block that took it.</summary>
    public IReadOnlyDictionary<string, ulong> Taken => _taken;

    public bool Contains(ReadOnlyMemory<byte> work) => _taken.ContainsKey(Convert.ToHexStringLower(work.Span));

    public void Add(ReadOnlyMemory<byte> work, ulong block)
    {
        string key = Convert.ToHexStringLower(work.Span);
        _taken.Add(key, block);
        journal.Note(() => _taken.Remove(key));
    }

    /// <summary>Lets go of what was taken before a block.</summary>
    public void Forget(ulong before)
    {
        foreach (string work in _taken.Where(entry => entry.Value < before).Select(entry => entry.Key).ToArray())
            _taken.Remove(work);
    }
}
