using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// How time is dealt to lanes. Groups of <c>phases · dilation</c> neighbouring elements belong to <c>dilation</c> lanes: lane l begins at
/// <c>phases · dilation · (l / dilation) + l % dilation</c>, and its further elements follow at the dilation's distance. So the phases of a lane are what one short
/// convolution of that dilation works on, neighbouring taps of a lane's successor are <c>dilation</c> lanes away, and a whole number of groups is a contiguous piece of time.
/// </summary>
/// <remarks>
/// Sixteen lanes of one phase lie within 64 elements, and sixteen elements within sixteen lanes, for the phases and dilations that <see cref="Serves"/> names; so either
/// direction is four loads, two permutations and a selection a vector. The pattern repeats after <c>dilation</c> vectors.
/// </remarks>
internal sealed unsafe class LaneOrder
{
    private const int Width = 16;
    private readonly int[] _gatherBases;
    private readonly int[] _gatherIndices;
    private readonly int[] _scatterBases;
    private readonly int[] _scatterIndices;

    /// <summary>Makes the tables.</summary>
    /// <param name="phases">Elements of a lane, 2 to 4.</param>
    /// <param name="dilation">Their distance.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not one that <see cref="Serves"/> names.</exception>
    public LaneOrder(int phases, int dilation)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Serves(phases, dilation), false, nameof(dilation));
        Phases = phases;
        Dilation = dilation;
        _gatherBases = new int[dilation];
        _gatherIndices = GC.AllocateUninitializedArray<int>(dilation * Width, pinned: true);
        _scatterBases = new int[dilation];
        _scatterIndices = GC.AllocateUninitializedArray<int>(dilation * Width, pinned: true);
        for (int vector = 0; vector < dilation; vector++)
        {
            _gatherBases[vector] = Start(vector * Width);
            _scatterBases[vector] = Enumerable.Range(vector * Width, Width).Min(Lane);
            for (int i = 0; i < Width; i++)
            {
                int at = vector * Width + i;
                _gatherIndices[at] = Start(at) - _gatherBases[vector];
                _scatterIndices[at] = at % (phases * dilation) / dilation * Width + Lane(at) - _scatterBases[vector];
            }
        }
    }

    /// <summary>Elements of a lane.</summary>
    public int Phases { get; }

    /// <summary>Distance of a lane's elements.</summary>
    public int Dilation { get; }

    /// <summary>Whether vectors can be put into this order.</summary>
    public static bool Serves(int phases, int dilation)
    {
        if (phases is < 2 or > 4 || dilation is < 1 or > Width)
            return false;
        int group = phases * dilation;
        for (int vector = 0; vector < dilation; vector++)
        {
            int first = vector * Width, start = group * (first / dilation) + first % dilation;
            for (int at = first; at < first + Width; at++)
                if (group * (at / dilation) + at % dilation - start is < 0 or >= 4 * Width)
                    return false;
            int[] lanes = [.. Enumerable.Range(first, Width).Select(time => time / group * dilation + time % dilation)];
            if (lanes.Max() - lanes.Min() >= Width)
                return false;
        }

        return true;
    }

    /// <summary>The first element of a lane.</summary>
    public int Start(int lane) => Phases * Dilation * (lane / Dilation) + lane % Dilation;

    /// <summary>How many elements from the first one reading <paramref name="lanes"/> lanes touches, a multiple of 16 lanes.</summary>
    public int Reach(int lanes) => Start(lanes - Width) + (Phases - 1) * Dilation + 4 * Width;

    /// <summary>Puts elements into lanes: <c>result[phase, lane]</c>.</summary>
    /// <param name="source">The first element of lane 0; <see cref="Reach"/> elements are readable.</param>
    /// <param name="lanes">Number of lanes, a multiple of 16.</param>
    /// <param name="slope">Negative elements are multiplied by this, at most 1.</param>
    /// <param name="result">The first lane of phase 0.</param>
    /// <param name="stride">Elements from a phase to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(float* source, int lanes, Vector512<float> slope, float* result, nint stride)
    {
        Vector512<int> half = Vector512.Create(2 * Width);
        int vector = 0, group = Width * Phases * Dilation;
        for (int lane = 0; lane < lanes; lane += Width)
        {
            Vector512<int> index = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_gatherIndices), (nuint)(vector * Width));
            Vector512<float> upper = Vector512.GreaterThanOrEqual(index, half).AsSingle();
            float* from = source + _gatherBases[vector], to = result + lane;
            for (int phase = 0; phase < Phases; phase++)
            {
                Vector512<float> values = Select(from, Width, index, upper);
                Avx512F.Max(values, values * slope).Store(to);
                from += Dilation;
                to += stride;
            }

            if (++vector == Dilation)
            {
                vector = 0;
                source += group;
            }
        }
    }

    /// <summary>Sixteen neighbouring elements of time out of lanes.</summary>
    /// <param name="lanes">[phases, stride] from lane 0; sixteen lanes beyond the last may be read, and four phases are.</param>
    /// <param name="stride">Elements from a phase to the next.</param>
    /// <param name="vector">Number of the sixteen elements, below the dilation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Scatter(float* lanes, nint stride, int vector)
    {
        Vector512<int> index = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_scatterIndices), (nuint)(vector * Width));
        return Select(lanes + _scatterBases[vector], stride, index);
    }

    /// <summary>Elements of four vectors by index, 0 to 63.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(float* from, nint stride, Vector512<int> index) =>
        Select(from, stride, index, Vector512.GreaterThanOrEqual(index, Vector512.Create(2 * Width)).AsSingle());

    // A permutation looks at the lower five bits of an index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Select(float* from, nint stride, Vector512<int> index, Vector512<float> upper)
    {
        Vector512<float> low = Avx512F.PermuteVar16x32x2(Vector512.Load(from), index, Vector512.Load(from + stride));
        Vector512<float> high = Avx512F.PermuteVar16x32x2(Vector512.Load(from + 2 * stride), index, Vector512.Load(from + 3 * stride));
        return Vector512.ConditionalSelect(upper, high, low);
    }

    private int Lane(int time) => time / (Phases * Dilation) * Dilation + time % Dilation;
}
