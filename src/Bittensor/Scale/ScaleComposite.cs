namespace Bittensor.Scale;

/// <summary>The named fields of a struct or of a variant, in order.</summary>
/// <param name="Fields">Names and values.</param>
public sealed record ScaleComposite(IReadOnlyList<KeyValuePair<string, ScaleValue>> Fields) : ScaleValue
{
    private protected override string Kind => "a struct";

    /// <summary>The field of that name, or null.</summary>
    public ScaleValue? Field(string name)
    {
        foreach (KeyValuePair<string, ScaleValue> field in Fields)
            if (field.Key == name)
                return field.Value;
        return null;
    }

    /// <summary>Equal when names, order and values are.</summary>
    public bool Equals(ScaleComposite? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Count == 0 ? 0 : HashCode.Combine(Fields.Count, Fields[0], Fields[^1]);
}
