namespace Bittensor.Scale;

/// <summary>A vector, an array, a tuple, a map (of pairs), a set, or the unnamed fields of a struct or variant.</summary>
/// <param name="Elements">The elements in order.</param>
public sealed record ScaleSequence(IReadOnlyList<ScaleValue> Elements) : ScaleValue
{
    private protected override string Kind => "a sequence";

    /// <summary>Equal when the elements are.</summary>
    public bool Equals(ScaleSequence? other) => other is not null && Elements.SequenceEqual(other.Elements);

    /// <inheritdoc/>
    public override int GetHashCode() => Elements.Count == 0 ? 0 : HashCode.Combine(Elements.Count, Elements[0], Elements[^1]);
}
