using System.Numerics;
using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Attention;

namespace AudioSubnet.Inference.Tests.Kernels.Attention;

/// <summary>Queries, keys and values of a whole sequence, run through the kernel piece by piece over memory that starts as rubbish, and through a plain loop in double.</summary>
internal sealed unsafe class RememberedSequence
{
    private readonly int _batch;
    private readonly int _heads;
    private readonly int _size;
    private readonly int _length;

    public RememberedSequence(int batch, int heads, int size, int length, int seed, float magnitude = 1)
    {
        (_batch, _heads, _size, _length) = (batch, heads, size, length);
        Random random = new(seed);
        (Queries, Keys, Values) = (Make(), Make(), Make());

        float[] Make() => [.. Enumerable.Range(0, batch * length * heads * size).Select(_ => (float)((random.NextDouble() * 2 - 1) * magnitude))];
    }

    /// <summary>[batch, length, heads · size].</summary>
    public float[] Queries { get; }

    /// <summary>[batch, length, heads · size].</summary>
    public float[] Keys { get; }

    /// <summary>[batch, length, heads · size].</summary>
    public float[] Values { get; }

    /// <summary>The kernel's results, [batch, length, heads · size], when the sequence comes in pieces of these lengths.</summary>
    public float[] Run(TensorType type, float scale, int parts, params int[] pieces)
    {
        Assert.Equal(_length, pieces.Sum());
        KeyValueLayout layout = new(_size, type);
        int blocks = KeyValueLayout.Blocks(_length);
        nuint bytes = (nuint)(_batch * _heads * blocks * layout.BlockBytes);
        byte* memory = (byte*)NativeMemory.AlignedAlloc(bytes, 64);
        try
        {
            new Span<byte>(memory, (int)bytes).Fill(0xFF); // not a number, whatever reads it
            float[] results = new float[Queries.Length];
            int past = 0;
            foreach (int time in pieces)
            {
                RunPiece(type, layout, memory, blocks, past, time, scale, parts, results);
                past += time;
            }

            return results;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>What attention is, in double.</summary>
    public double[] Expected(float scale)
    {
        int width = _heads * _size;
        double[] results = new double[Queries.Length], scores = new double[_length];
        for (int b = 0; b < _batch; b++)
            for (int h = 0; h < _heads; h++)
                for (int t = 0; t < _length; t++)
                {
                    for (int s = 0; s <= t; s++)
                        scores[s] = scale * Enumerable.Range(0, _size).Sum(i => (double)Queries[At(b, t, h) + i] * Keys[At(b, s, h) + i]);
                    double greatest = scores.Take(t + 1).Max(), total = scores.Take(t + 1).Sum(score => Math.Exp(score - greatest));
                    for (int s = 0; s <= t; s++)
                        for (int i = 0; i < _size; i++)
                            results[At(b, t, h) + i] += Math.Exp(scores[s] - greatest) / total * Values[At(b, s, h) + i];
                }
        return results;

        int At(int b, int t, int h) => (b * _length + t) * width + h * _size;
    }

    /// <summary>The same queries with the keys and values that integers from -127 to 127 leave of them; keys are turned before they are rounded, as the kernel does, or not.</summary>
    public RememberedSequence Rounded(bool turned = true)
    {
        RememberedSequence rounded = new(_batch, _heads, _size, _length, seed: 0);
        Queries.CopyTo(rounded.Queries, 0);
        int padded = (_size + 15) / 16 * 16;
        float[] key = new float[padded];
        for (int i = 0; i < Keys.Length; i += _size)
        {
            Array.Clear(key);
            Keys.AsSpan(i, _size).CopyTo(key);
            key = turned ? Turn(key) : key;
            Round(key, key);
            (turned ? Turn(key) : key).AsSpan(0, _size).CopyTo(rounded.Keys.AsSpan(i));
            Round(Values.AsSpan(i, _size), rounded.Values.AsSpan(i));
        }

        return rounded;

        // The Walsh-Hadamard matrix by its definition, over as many neighbours as the greatest power of two in the width; it is its own inverse.
        static float[] Turn(float[] x)
        {
            int span = x.Length & -x.Length;
            return [.. x.Select((_, i) => (float)(Enumerable.Range(0, span).Sum(j =>
                (double)x[i - i % span + j] * (int.IsEvenInteger(BitOperations.PopCount((uint)(i % span & j))) ? 1 : -1)) / Math.Sqrt(span)))];
        }

        static void Round(ReadOnlySpan<float> exact, Span<float> target)
        {
            float greatest = 0;
            foreach (float x in exact)
                greatest = Math.Max(greatest, Math.Abs(x));
            float scale = greatest / 127;
            for (int i = 0; i < exact.Length; i++)
                target[i] = scale == 0 ? 0 : MathF.Round(exact[i] * (1 / scale)) * scale;
        }
    }

    private void RunPiece(TensorType type, KeyValueLayout layout, byte* memory, int blocks, int past, int time, float scale, int parts, float[] results)
    {
        float[] query = Piece(Queries), key = Piece(Keys), value = Piece(Values), output = new float[query.Length];
        fixed (float* q = query, k = key, v = value, o = output)
        {
            AttentionWork work = new()
            {
                Query = q, Key = k, Value = v, Output = o, Memory = memory, Layout = layout,
                Batch = _batch, Time = time, Heads = _heads, Blocks = blocks, Past = past, Scale = scale, Parts = parts,
            };
            for (int part = 0; part < parts; part++)
                if (type == TensorType.Int8)
                    CausalAttention.Run<RememberedBytes>(work, part);
                else
                    CausalAttention.Run<RememberedFloats>(work, part);
        }

        int width = _heads * _size;
        for (int b = 0; b < _batch; b++)
            output.AsSpan(b * time * width, time * width).CopyTo(results.AsSpan((b * _length + past) * width));

        float[] Piece(float[] whole)
        {
            float[] piece = new float[_batch * time * _heads * _size];
            for (int b = 0; b < _batch; b++)
                whole.AsSpan((b * _length + past) * _heads * _size, time * _heads * _size).CopyTo(piece.AsSpan(b * time * _heads * _size));
            return piece;
        }
    }
}
