namespace AudioSubnet.Inference.Runtime;

/// <summary>What a run returned, by output name. Dispose it when the values are no longer needed.</summary>
public sealed class SessionOutputs : IDisposable
{
    private readonly IReadOnlyList<string> _names;
    private readonly TensorValue[] _values;

    internal SessionOutputs(IReadOnlyList<string> names, TensorValue[] values)
    {
        _names = names;
        _values = values;
    }

    /// <summary>Names of the outputs, in the graph's order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>A value by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such output; the message names those that there are.</exception>
    public TensorValue this[string name]
    {
        get
        {
            for (int i = 0; i < _names.Count; i++)
                if (string.Equals(_names[i], name, StringComparison.Ordinal))
                    return _values[i];
            throw new KeyNotFoundException($"There is no output '{name}', only {string.Join(", ", _names)}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TensorValue value in _values)
            value.Dispose();
    }
}
