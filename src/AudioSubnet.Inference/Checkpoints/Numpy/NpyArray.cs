using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AudioSubnet.Inference.Checkpoints.Zip;

namespace AudioSubnet.Inference.Checkpoints.Numpy;

/// <summary>
/// An array that NumPy saved: speaker embeddings and voice presets come as <c>.npy</c> files, or several in an <c>.npz</c> archive. Always row-major, whatever the file's order.
/// Arrays of Python objects are refused, since they are pickles. Format: NumPy, "NEP 1 — A simple file format for NumPy arrays".
/// </summary>
public sealed partial class NpyArray
{
    /// <summary>Largest file in bytes.</summary>
    private const long MaxBytes = 1L << 30;

    private readonly CheckpointTensor _tensor;

    private NpyArray(CheckpointTensor tensor) => _tensor = tensor;

    /// <summary>Element type.</summary>
    public TensorType Type => _tensor.Type;

    /// <summary>Lengths, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape => _tensor.Shape;

    /// <summary>Reads a <c>.npy</c> file.</summary>
    /// <exception cref="CheckpointException">Missing, damaged, or of a type that is not a number.</exception>
    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CheckpointMemory memory = CheckpointMemory.Map(path);
        return Decode(memory.Slice(0, Math.Min(memory.Length, MaxBytes)), path);
    }

    /// <summary>Reads an <c>.npz</c> archive, packed or not.</summary>
    /// <returns>The arrays by their names, without ".npy".</returns>
    /// <exception cref="CheckpointException">Missing, damaged, hostile, or with an array of a type that is not a number.</exception>
    public static IReadOnlyDictionary<string, NpyArray> ReadArchive(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using CheckpointMemory memory = CheckpointMemory.Map(path);
        return DecodeArchive(memory);
    }

    /// <summary>The elements as binary32 values.</summary>
    public float[] ToFloats() => _tensor.ToFloats();

    /// <summary>The elements of an integer or boolean array.</summary>
    /// <exception cref="InvalidOperationException">The array holds floating-point numbers.</exception>
    public long[] ToInt64s() => _tensor.ToInt64s();

    internal static IReadOnlyDictionary<string, NpyArray> DecodeArchive(CheckpointMemory memory)
    {
        var archive = ZipDirectory.Read(memory);
        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        foreach (ZipMember member in archive.Members.Values)
            if (member.Name.EndsWith(".npy", StringComparison.Ordinal))
                arrays[member.Name[..^4]] = Decode(archive.Bytes(member), $"{memory.Source}({member.Name})");
        return arrays;
    }

    internal static NpyArray Decode(ReadOnlySpan<byte> bytes, string source)
    {
        if (bytes.Length < 10 || bytes[0] != 0x93 || !bytes[1..].StartsWith("NUMPY"u8))
            throw new CheckpointException($"'{source}' is not an array of NumPy.");
        bool wide = bytes[6] >= 2;
        int start = wide ? 12 : 10;
        long length = !wide ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : bytes.Length >= start ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : 0;
        if (bytes[6] is 0 or > 3 || length is 0 or > ushort.MaxValue || start + length > bytes.Length)
            throw new CheckpointException($"'{source}' has a NumPy header of version {bytes[6]} with {length} bytes, which is not possible here.");
        string header = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));
        var data = bytes[(start + (int)length)..];

        if (Description().Match(header) is not { Success: true } description || Order().Match(header) is not { Success: true } order || Lengths().Match(header) is not { Success: true } lengths)
            throw new CheckpointException($"'{source}' has a NumPy header without descr, fortran_order and shape.");
        TensorType type = TypeOf(description.Groups["value"].Value, source);
        long[] shape = ShapeOf(lengths.Groups["value"].Value, source);
        if (!TensorSize.TryBytes(type, shape, out long size) || size != data.Length)
            throw new CheckpointException($"'{source}' should hold {type} [{string.Join(", ", shape)}], but has {data.Length} bytes of data.");
        CheckpointMemory memory = CheckpointMemory.Of(data, source);
        return new NpyArray(order.Groups["value"].Value == "True" && size > 0 ? RowMajor(memory, type, shape) : new CheckpointTensor(source, type, shape, memory.Address, memory));
    }

    /// <summary>Fortran's order is that of a strided view whose first axis moves fastest.</summary>
    private static CheckpointTensor RowMajor(CheckpointMemory memory, TensorType type, long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1, count = 1;
        for (int axis = 0; axis < shape.Length; axis++, stride = count)
            (strides[axis], count) = (stride, count * shape[axis]);
        var storage = new Torch.TorchStorage("data", type, count) { Address = memory.Address };
        return Torch.TorchTensorPlacer.Place(memory, "array", new Torch.TorchTensor(storage, 0, shape, strides));
    }

    private static TensorType TypeOf(string description, string source) => description switch
    {
        "<f4" or "=f4" => TensorType.Float32,
        "<f8" or "=f8" => TensorType.Float64,
        "<f2" or "=f2" => TensorType.Float16,
        "<i8" or "=i8" => TensorType.Int64,
        "<i4" or "=i4" => TensorType.Int32,
        "<i2" or "=i2" => TensorType.Int16,
        "|i1" => TensorType.Int8,
        "|u1" => TensorType.UInt8,
        "|b1" => TensorType.Boolean,
        _ => throw new CheckpointException($"'{source}' holds '{description}'; little-endian numbers of 1 to 8 bytes are read. Save it as float32 or int64."),
    };

    private static long[] ShapeOf(string text, string source)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (i == 32 || !long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw new CheckpointException($"'{source}' has the impossible shape ({(text.Length > 100 ? text[..100] + "…" : text)}).");
        return shape;
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<value>[^'"]{1,16})['"]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Description();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(?<value>True|False)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Order();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<value>[0-9, ]*)\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Lengths();
}
