using System.IO.Compression;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Numpy;
using AudioSubnet.Inference.Checkpoints.Zip;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

/// <summary>Reads arrays of NumPy, alone and in archives.</summary>
internal sealed class NumpyTarget : IFuzzTarget
{
    private static readonly byte[][] Arrays =
    [
        NpyArrayTests.Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", new byte[24]),
        NpyArrayTests.Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (), }", new byte[8]),
        NpyArrayTests.Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", new byte[3]),
    ];

    public string Name => "numpy";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Arrays,
        TorchFile.Archive(CompressionLevel.NoCompression, ("a.npy", Arrays[0]), ("b.npy", Arrays[1])),
        TorchFile.Archive(CompressionLevel.SmallestSize, ("a.npy", Arrays[2])),
    ];

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        using CheckpointMemory memory = CheckpointMemory.Of(input, "fuzz");
        try
        {
            var arrays = ZipDirectory.IsZip(memory) ? [.. NpyArray.DecodeArchive(memory).Values] : new[] { NpyArray.Decode(input, "fuzz") };
            foreach (NpyArray array in arrays)
                array.ToFloats();
        }
        catch (CheckpointException)
        {
            // What a bad array is.
        }
    }
}
