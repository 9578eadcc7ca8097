namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>A list or tuple of a pickle.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    public PickleList()
    {
    }

    public PickleList(List<object?> items) => _items = items;

    public IReadOnlyList<object?> Items => _items ?? [];

    public void Add(object? value) => (_items ??= []).Add(value);

    /// <summary>The items as whole numbers; null if one is none.</summary>
    public long[]? ToNumbers()
    {
        var numbers = new long[Items.Count];
        for (int i = 0; i < numbers.Length; i++)
            if (Items[i] is long number)
                numbers[i] = number;
            else
                return null;
        return numbers;
    }
}
