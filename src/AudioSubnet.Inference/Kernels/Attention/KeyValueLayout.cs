using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>
/// Where the keys and values of a head lie. Its memory is a whole number of blocks of 16 positions: first all keys, [block][element][16 positions], so that the scores of 16
/// positions are computed at once without sums across a vector; then all values, [position][element]; with integers, then the factors of the keys and those of the
/// values, [position]. Elements are padded with zeros to a multiple of 16; keys that are rounded are turned by <see cref="Rotation"/>.
/// </summary>
internal readonly record struct KeyValueLayout
{
    /// <summary>Positions of a block.</summary>
    public const int Block = 16;

    /// <summary>The widest head that the kernels take.</summary>
    public const int MaxHeadSize = 256;

    /// <summary>A layout for heads of one width.</summary>
    /// <param name="headSize">Width of a head.</param>
    /// <param name="type">float32, or int8 with factors.</param>
    public KeyValueLayout(int headSize, TensorType type)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headSize, MaxHeadSize);
        HeadSize = headSize;
        PaddedSize = (headSize + 15) / 16 * 16;
        ElementBytes = type switch
        {
            TensorType.Float32 => sizeof(float),
            TensorType.Int8 => sizeof(sbyte),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Keys and values are float32 or int8."),
        };
        BlockBytes = 2 * Block * PaddedSize * ElementBytes + (type == TensorType.Int8 ? 2 * Block * sizeof(float) : 0);
    }

    /// <summary>Width of a head.</summary>
    public int HeadSize { get; }

    /// <summary>Width of a head in memory.</summary>
    public int PaddedSize { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementBytes { get; }

    /// <summary>Bytes that 16 positions of a head take, keys, values and factors together.</summary>
    public int BlockBytes { get; }

    /// <summary>The same in elements of the tensor.</summary>
    public int BlockElements => BlockBytes / ElementBytes;

    /// <summary>Number of blocks that hold so many positions.</summary>
    public static int Blocks(int positions) => (positions + Block - 1) / Block;

    /// <summary>Where the values start in the memory of a head.</summary>
    public nint Values(int blocks) => (nint)blocks * Block * PaddedSize * ElementBytes;

    /// <summary>Where the factors of the keys start.</summary>
    public nint KeyScales(int blocks) => 2 * Values(blocks);

    /// <summary>Where the factors of the values start.</summary>
    public nint ValueScales(int blocks) => 2 * Values(blocks) + (nint)blocks * Block * sizeof(float);
}
