namespace Bittensor.Scale;

/// <summary>A byte vector or byte array, for example a hash.</summary>
/// <param name="Memory">The bytes.</param>
public sealed record ScaleBytes(ReadOnlyMemory<byte> Memory) : ScaleValue
{
    private protected override string Kind => "bytes";

    /// <summary>Equal when the bytes are.</summary>
    public bool Equals(ScaleBytes? other) => other is not null && Memory.Span.SequenceEqual(other.Memory.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Memory.Span);
        return hash.ToHashCode();
    }
}
