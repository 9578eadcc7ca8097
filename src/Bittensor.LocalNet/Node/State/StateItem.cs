namespace Bittensor.LocalNet.Node.State;

/// <summary>A storage key and its value. Never changed, so that states of many blocks share it.</summary>
internal sealed record StateItem(byte[] Key, byte[] Value)
{
    public static Comparer<StateItem> ByKey { get; } =
        Comparer<StateItem>.Create((left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
}
