using System.Numerics.Tensors;

namespace AudioSubnet.Inference.Sampling;

/// <summary>Chooses tokens for one generation: temperature, then top-k, then top-p, then a draw. Allocates nothing after it is made. Not thread-safe.</summary>
public sealed class Sampler
{
    private const int Block = 256;

    private readonly SamplingOptions _options;
    private readonly Random _random;
    private readonly float[] _floats;
    private readonly ulong[] _order;

    /// <summary>Makes one.</summary>
    /// <param name="vocabulary">Most logits in a row.</param>
    /// <param name="options">How to choose.</param>
    /// <param name="random">Where the draws come from; one with a seed gives the same tokens for the same logits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Sampler(int vocabulary, SamplingOptions options, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabulary);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Temperature, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.TopK, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.TopP, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TopP, 1, nameof(options));
        (_options, _random) = (options, random);
        _floats = new float[vocabulary];
        _order = options.IsGreedy || options.TopP == 1 ? [] : new ulong[vocabulary];
    }

    /// <summary>Chooses a token.</summary>
    /// <param name="logits">The logits <c>[vocabulary]</c>; changed by what is done to them.</param>
    /// <returns>An index into the logits.</returns>
    /// <exception cref="InvalidOperationException">No token can be chosen: every logit is -∞, or one is not a number.</exception>
    public int Choose(Span<float> logits)
    {
        if (_options.IsGreedy)
            return Likeliest(logits);
        if (_options.Temperature != 1)
            LogitsProcessors.Temperature(logits, _options.Temperature);
        if (_options.TopK > 0)
            LogitsProcessors.TopK(logits, _options.TopK, _floats);
        LogitsProcessors.TopP(logits, _options.TopP, _order);
        return Draw(logits);
    }

    /// <summary>Draws a token with the probabilities that the logits, as they are, stand for.</summary>
    /// <exception cref="InvalidOperationException">No token can be chosen.</exception>
    public int Draw(ReadOnlySpan<float> logits)
    {
        float max = logits[Likeliest(logits)];
        Span<float> weights = _floats.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, weights);
        TensorPrimitives.Exp<float>(weights, weights);
        double total = 0;
        for (int start = 0; start < weights.Length; start += Block)
            total += TensorPrimitives.Sum<float>(weights[start..Math.Min(start + Block, weights.Length)]);
        double rest = _random.NextDouble() * total;
        int last = 0;
        for (int start = 0; start < weights.Length; start += Block)
        {
            Span<float> block = weights[start..Math.Min(start + Block, weights.Length)];
            double sum = TensorPrimitives.Sum<float>(block);
            if (sum <= rest && start + Block < weights.Length)
            {
                rest -= sum;
                if (sum > 0)
                    last = start + TensorPrimitives.IndexOfMax<float>(block);
                continue;
            }
            for (int i = 0; i < block.Length; i++)
            {
                if (block[i] == 0)
                    continue;
                last = start + i;
                if ((rest -= block[i]) < 0)
                    return last;
            }
        }
        return last; // rounding left a remainder: a token that can be chosen, in any case
    }

    /// <summary>The first of the likeliest tokens.</summary>
    /// <exception cref="InvalidOperationException">No token can be chosen.</exception>
    public static int Likeliest(ReadOnlySpan<float> logits)
    {
        int index = TensorPrimitives.IndexOfMax(logits);
        return index >= 0 && logits[index] > float.NegativeInfinity
            ? index
            : throw new InvalidOperationException("No token can be chosen: every logit is -∞ or one is not a number. The checkpoint is damaged, or not of this model.");
    }
}
