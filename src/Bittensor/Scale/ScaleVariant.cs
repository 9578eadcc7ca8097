namespace Bittensor.Scale;

/// <summary>A value of an enum: the variant's name and its fields.</summary>
/// <param name="Name">The variant's name as the metadata has it.</param>
/// <param name="Value">Nothing, the single unnamed field's value, or the fields as <see cref="ScaleComposite"/> (named) or <see
/// cref="ScaleSequence"/>.</param>
public sealed record ScaleVariant(string Name, ScaleValue Value) : ScaleValue
{
    private protected override string Kind => "a variant";

    /// <summary>The index it was decoded from, for ordering keys; encoding goes by name.</summary>
    internal byte Index { get; init; }

    /// <summary>Equal when names and values are.</summary>
    public bool Equals(ScaleVariant? other) => other is not null && Name == other.Name && Value.Equals(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Value);
}
