namespace Bittensor.Scale;

/// <summary>The order of keys in maps and sets: Rust's derived order of the types they are of.</summary>
internal static class ScaleOrder
{
    public static int Compare(ScaleValue left, ScaleValue right) => (left, right) switch
    {
        (ScaleNumber a, ScaleNumber b) => a.Value.CompareTo(b.Value),
        (ScaleBool a, ScaleBool b) => a.Value.CompareTo(b.Value),
        (ScaleText a, ScaleText b) => Utf8(a).AsSpan().SequenceCompareTo(Utf8(b)),
        (ScaleBytes a, ScaleBytes b) => a.Memory.Span.SequenceCompareTo(b.Memory.Span),
        (ScaleAccount a, ScaleAccount b) => a.Account.CompareTo(b.Account),
        (ScaleNull, ScaleNull) => 0,
        (ScaleNull, _) => -1,
        (_, ScaleNull) => 1,
        (ScaleSequence or ScaleComposite, ScaleSequence or ScaleComposite) => CompareItems(left.Items, right.Items),
        (ScaleVariant a, ScaleVariant b) when a.Name == b.Name => Compare(a.Value, b.Value),
        (ScaleVariant a, ScaleVariant b) => a.Index.CompareTo(b.Index),
        _ => throw new InvalidOperationException($"{left} and {right} have no order."),
    };

    private static int CompareItems(IReadOnlyList<ScaleValue> left, IReadOnlyList<ScaleValue> right)
    {
        for (int i = 0; i < left.Count && i < right.Count; i++)
            if (Compare(left[i], right[i]) is var order and not 0)
                return order;
        return left.Count.CompareTo(right.Count);
    }

    private static byte[] Utf8(ScaleText text) => System.Text.Encoding.UTF8.GetBytes(text.Value);
}
