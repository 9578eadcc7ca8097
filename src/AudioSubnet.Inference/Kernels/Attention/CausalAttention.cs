using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>
/// Attention of new positions to those that are remembered and to themselves: softmax(scale · q·k) · v over each position's past, with keys and values added to the memory
/// first. Needs AVX-512.
/// </summary>
/// <remarks>
/// Each head is read once for every eight new positions, in chunks that stay in the nearest caches: scores of the chunk, their exponentials, the sum of its values. Where a
/// chunk raises the greatest score, what was summed before is scaled down (Milakov and Gimelshein 2018, "Online normalizer calculation for softmax"), so that scratch memory
/// does not grow with the past. New positions attend to each other's rounded keys and values, as later ones will.
/// </remarks>
internal static unsafe class CausalAttention
{
    private const float Log2E = 1.44269504f;
    private const int VectorFloats = 16;
    private const int Rows = AttentionTile.Queries * AttentionTile.Stride;
    private const int ScratchFloats = 3 * Rows + VectorFloats; // queries, scores and sums, moved to where vectors are aligned

    /// <summary>Does a part of a run; the parts may go on at the same time.</summary>
    /// <param name="work">The run.</param>
    /// <param name="part">Which part, counted from 0.</param>
    /// <typeparam name="TElement">What the memory holds; the layout must be made for the same.</typeparam>
    [SkipLocalsInit]
    public static void Run<TElement>(in AttentionWork work, int part)
        where TElement : struct, IRememberedElement
    {
        float* unaligned = stackalloc float[ScratchFloats];
        float* scratch = (float*)(((nint)unaligned + 63) & ~63);
        int items = work.Batch * work.Heads, end = (int)((long)items * (part + 1) / work.Parts);
        for (int item = (int)((long)items * part / work.Parts); item < end; item++)
        {
            HeadMemory memory = new(work, item);
            nint width = (nint)work.Heads * work.Layout.HeadSize;
            nint offset = item / work.Heads * work.Time * width + item % work.Heads * work.Layout.HeadSize;
            Remember<TElement>(work, memory, offset, width, scratch);
            for (int time = 0; time < work.Time; time += AttentionTile.Queries)
                Attend<TElement>(work, memory, offset + time * width, width, time, scratch);
        }
    }

    private static void Remember<TElement>(in AttentionWork work, in HeadMemory memory, nint offset, nint width, float* padded)
        where TElement : struct, IRememberedElement
    {
        int size = work.Layout.HeadSize, depth = work.Layout.PaddedSize;
        for (int time = 0; time < work.Time; time++, offset += width)
        {
            int position = work.Past + time, lane = position % KeyValueLayout.Block;
            byte* key = memory.Keys + ((nint)(position - lane) * depth + lane) * TElement.Bytes;
            byte* value = memory.Values + (nint)position * depth * TElement.Bytes;
            Pad(work.Key + offset);
            if (TElement.IsRounded)
                Rotation.Apply(padded, depth);
            float keyScale = TElement.Store(padded, depth, key, KeyValueLayout.Block);
            Pad(work.Value + offset);
            float valueScale = TElement.Store(padded, depth, value, 1);
            if (!TElement.IsRounded)
                continue;
            memory.KeyScales[position] = keyScale;
            memory.ValueScales[position] = valueScale;
        }

        void Pad(float* source)
        {
            new ReadOnlySpan<float>(source, size).CopyTo(new(padded, size));
            new Span<float>(padded + size, depth - size).Clear();
        }
    }

    /// <summary>Attends from up to eight new positions of a head.</summary>
    private static void Attend<TElement>(in AttentionWork work, in HeadMemory memory, nint offset, nint width, int time, float* scratch)
        where TElement : struct, IRememberedElement
    {
        float* queries = scratch, scores = scratch + Rows, sums = scratch + 2 * Rows;
        float* greatest = stackalloc float[AttentionTile.Queries], totals = stackalloc float[AttentionTile.Queries];
        int size = work.Layout.HeadSize, depth = work.Layout.PaddedSize;
        int count = Math.Min(AttentionTile.Queries, work.Time - time);
        int first = work.Past + time + 1, seen = first + count - 1; // positions that the first and the last of them see

        // Scores are wanted in powers of two: 2^(x · log2 e) = e^x.
        float scale = work.Scale * Log2E / (TElement.IsRounded ? Rotation.Span(depth) : 1);
        for (int i = 0; i < (count == 1 ? 1 : AttentionTile.Queries); i++)
        {
            // Rows of a tile that is not full are zero: they cost time and are not looked at.
            float* query = queries + i * AttentionTile.Stride;
            new Span<float>(query, depth).Clear();
            if (i < count)
                TensorPrimitives.Multiply(new ReadOnlySpan<float>(work.Query + offset + i * width, size), scale, new Span<float>(query, size));
            if (TElement.IsRounded)
                Rotation.Apply(query, depth);
            new Span<float>(sums + i * AttentionTile.Stride, depth).Clear();
            greatest[i] = float.NegativeInfinity;
            totals[i] = 0;
        }

        for (int start = 0; start < seen; start += AttentionTile.Chunk)
        {
            int positions = Math.Min(AttentionTile.Chunk, seen - start);
            byte* keys = memory.Keys + (nint)start * depth * TElement.Bytes, values = memory.Values + (nint)start * depth * TElement.Bytes;
            float* keyScales = TElement.IsRounded ? memory.KeyScales + start : null, valueScales = TElement.IsRounded ? memory.ValueScales + start : null;
            if (count == 1)
                AttentionRow.Scores<TElement>(queries, keys, depth, positions, scores, next: values);
            else
                AttentionTile.Scores<TElement>(queries, keys, depth, positions, scores);

            for (int i = 0; i < count; i++)
            {
                float* row = scores + i * AttentionTile.Stride, sum = sums + i * AttentionTile.Stride;
                float fade = AttentionRow.Weigh<TElement>(row, positions, first + i - start, keyScales, valueScales, ref greatest[i], ref totals[i]);
                for (int d = 0; d < depth; d += VectorFloats)
                    (Vector512.Load(sum + d) * fade).Store(sum + d);
            }

            if (count == 1)
            {
                byte* next = start + positions < seen ? keys + (nint)positions * depth * TElement.Bytes : memory.End;
                AttentionRow.Sum<TElement>(scores, values, depth, positions, sums, next);
            }
            else
                AttentionTile.Sum<TElement>(scores, values, depth, positions, sums);
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> sum = new(sums + i * AttentionTile.Stride, size);
            TensorPrimitives.Multiply(sum, 1 / totals[i], new Span<float>(work.Output + offset + i * width, size));
        }
    }

    /// <summary>The parts of a head's memory.</summary>
    private readonly struct HeadMemory
    {
        public readonly byte* Keys;
        public readonly byte* Values;
        public readonly float* KeyScales;
        public readonly float* ValueScales;

        /// <summary>Where the next head's memory starts.</summary>
        public readonly byte* End;

        public HeadMemory(in AttentionWork work, int item)
        {
            nint bytes = (nint)work.Blocks * work.Layout.BlockBytes;
            Keys = work.Memory + item * bytes;
            End = Keys + bytes;
            Values = Keys + work.Layout.Values(work.Blocks);
            KeyScales = (float*)(Keys + work.Layout.KeyScales(work.Blocks));
            ValueScales = (float*)(Keys + work.Layout.ValueScales(work.Blocks));
        }
    }
}
