namespace Bittensor.LocalNet.Ledger;

/// <summary>How to take back what a call changes, so that a call that is refused half-way leaves nothing behind. Attempts may lie
/// within each other.</summary>
internal sealed class Journal
{
    private readonly Stack<Action> _undo = [];
    private int _depth;

    /// <summary>Notes how a change is taken back. Outside of attempts nothing is ever taken back.</summary>
    public void Note(Action undo)
    {
        if (_depth > 0)
            _undo.Push(undo);
    }

    /// <summary>Makes changes; when that throws, all of them are taken back first.</summary>
    public void Attempt(Action changes)
    {
        int mark = _undo.Count;
        _depth++;
        try
        {
            changes();
        }
        catch
        {
            while (_undo.Count > mark)
                _undo.Pop()();
            throw;
        }
        finally
        {
            if (--_depth == 0)
                _undo.Clear();
        }
    }
}
