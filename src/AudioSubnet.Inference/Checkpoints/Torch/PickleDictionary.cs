namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>A dictionary of a pickle: pairs in their order, also such as repeat a key.</summary>
internal sealed class PickleDictionary
{
    private List<KeyValuePair<object?, object?>>? _items;

    /// <summary>The pairs; a hostile file has many empty dictionaries, which therefore take no list.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Items => _items ?? [];

    public void Add(object? key, object? value) => (_items ??= []).Add(new(key, value));
}
