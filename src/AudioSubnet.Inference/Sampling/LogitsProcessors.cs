using System.Numerics;
using System.Numerics.Tensors;

namespace AudioSubnet.Inference.Sampling;

/// <summary>
/// The rules that shape a model's logits before a token is chosen, as transformers' <c>generate</c> applies them: -∞ marks a token that cannot be chosen. All work in place on
/// one row <c>[vocabulary]</c>, vectorised, and allocate nothing.
/// </summary>
public static class LogitsProcessors
{
    /// <summary>Divides by a temperature: below 1 sharpens the distribution, above 1 flattens it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public static void Temperature(Span<float> logits, float temperature)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        TensorPrimitives.Divide(logits, temperature, logits);
    }

    /// <summary>Keeps the tokens that are at least as likely as the k-th; ties with it stay.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="k">How many to keep.</param>
    /// <param name="scratch">At least min(k, vocabulary) values.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not positive.</exception>
    public static void TopK(Span<float> logits, int k, Span<float> scratch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (k >= logits.Length)
            return;
        Span<float> heap = scratch[..k]; // the k largest so far, the least at the root
        logits[..k].CopyTo(heap);
        for (int i = k / 2 - 1; i >= 0; i--)
            SiftDown(heap, i);
        int next = k;
        for (; next + Vector<float>.Count <= logits.Length; next += Vector<float>.Count)
            if (Vector.GreaterThanAny(new Vector<float>(logits[next..]), new Vector<float>(heap[0])))
                Offer(logits.Slice(next, Vector<float>.Count), heap);
        Offer(logits[next..], heap);
        float least = heap[0];
        foreach (ref float logit in logits)
            if (logit < least)
                logit = float.NegativeInfinity;
    }

    /// <summary>Nucleus sampling (Holtzman et al. 2020): removes the least likely tokens as long as their probabilities add up to no more than 1 - p. The most likely one stays.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="p">Probability to keep, 0 to 1; 1 keeps all.</param>
    /// <param name="scratch">At least one value for each token.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not within 0 to 1.</exception>
    public static void TopP(Span<float> logits, float p, Span<ulong> scratch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        if (p == 1)
            return;
        int count = 0;
        for (int i = 0; i < logits.Length; i++)
            if (logits[i] > float.NegativeInfinity)
                scratch[count++] = (ulong)Ascending(logits[i]) << 32 | (uint)i; // the index makes the order of ties the tokens' own
        Span<ulong> order = scratch[..count];
        order.Sort();
        float max = TensorPrimitives.Max<float>(logits);
        double sum = 0;
        foreach (ulong entry in order)
            sum += MathF.Exp(logits[(int)(uint)entry] - max);
        double cumulative = 0;
        float limit = (float)(1.0 - p);
        for (int i = 0; i < count - 1; i++)
        {
            ref float logit = ref logits[(int)(uint)order[i]];
            cumulative += (float)(MathF.Exp(logit - max) / sum);
            if ((float)cumulative > limit)
                return;
            logit = float.NegativeInfinity;
        }
    }

    /// <summary>Removes a range of tokens.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="first">The first token that goes.</param>
    /// <param name="end">The first token after it that stays.</param>
    public static void Suppress(Span<float> logits, int first, int end) => logits[first..end].Fill(float.NegativeInfinity);

    /// <summary>If the end token is likelier than a threshold, it becomes the only choice (Bark's semantic stage).</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="end">The end token.</param>
    /// <param name="threshold">Probability in 0 to 1.</param>
    public static void PrioritizeEnd(Span<float> logits, int end, float threshold)
    {
        float max = TensorPrimitives.Max<float>(logits);
        double sum = 0;
        foreach (float logit in logits)
            sum += MathF.Exp(logit - max);
        if (MathF.Exp(logits[end] - max) / sum <= threshold)
            return;
        float keep = logits[end];
        logits.Fill(float.NegativeInfinity);
        logits[end] = keep;
    }

    /// <summary>Two codebooks that take turns after a semantic vocabulary (Bark's coarse stage): at even steps only the first one's tokens stay, at odd steps all that come after them.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="step">Tokens since the beginning of the window.</param>
    /// <param name="semanticVocabulary">Size of the vocabulary in front.</param>
    /// <param name="codebook">Size of a codebook.</param>
    public static void AlternateCodebooks(Span<float> logits, int step, int semanticVocabulary, int codebook)
    {
        if (int.IsOddInteger(step))
        {
            Suppress(logits, 0, semanticVocabulary + codebook);
            return;
        }
        Suppress(logits, 0, semanticVocabulary);
        Suppress(logits, semanticVocabulary + codebook, logits.Length);
    }

    /// <summary>Classifier-free guidance (Ho and Salimans 2022): away from what would be said without the prompt.</summary>
    /// <param name="conditional">Logits with the prompt.</param>
    /// <param name="unconditional">Logits without it.</param>
    /// <param name="scale">1 is no guidance.</param>
    /// <param name="guided">Receives the result; may be one of the two.</param>
    public static void Guide(ReadOnlySpan<float> conditional, ReadOnlySpan<float> unconditional, float scale, Span<float> guided)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= guided.Length; i += Vector<float>.Count)
        {
            var without = new Vector<float>(unconditional[i..]);
            (without + (new Vector<float>(conditional[i..]) - without) * scale).CopyTo(guided[i..]);
        }
        for (; i < guided.Length; i++)
            guided[i] = unconditional[i] + (conditional[i] - unconditional[i]) * scale;
    }

    /// <summary>Logarithms of the probabilities.</summary>
    public static void LogSoftmax(Span<float> logits)
    {
        float max = TensorPrimitives.Max<float>(logits);
        double sum = 0;
        foreach (float logit in logits)
            sum += MathF.Exp(logit - max);
        TensorPrimitives.Subtract(logits, (float)(max + Math.Log(sum)), logits);
    }

    /// <summary>An integer that orders as the number does.</summary>
    private static uint Ascending(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f); // -0 becomes 0
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    private static void Offer(ReadOnlySpan<float> values, Span<float> heap)
    {
        foreach (float value in values)
            if (value > heap[0])
            {
                heap[0] = value;
                SiftDown(heap, 0);
            }
    }

    private static void SiftDown(Span<float> heap, int index)
    {
        float value = heap[index];
        for (int child; (child = 2 * index + 1) < heap.Length; index = child)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
                child++;
            if (value <= heap[child])
                break;
            heap[index] = heap[child];
        }
        heap[index] = value;
    }
}
