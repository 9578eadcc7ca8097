using System.IO.Compression;
using System.Text;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Numpy;

namespace AudioSubnet.Inference.Tests.Checkpoints;

public sealed class NpyArrayTests
{
    [Fact]
    public void An_array_is_read()
    {
        NpyArray array = NpyArray.Decode(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Floats(0, 1, 2, 3, 4, 5)), "x.npy");
        array.Type.ShouldBe(TensorType.Float32);
        array.Shape.ShouldBe([2L, 3]);
        array.ToFloats().ShouldBe([0f, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void An_array_in_the_order_of_fortran_becomes_row_major()
    {
        NpyArray array = NpyArray.Decode(Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", Floats(0, 3, 1, 4, 2, 5)), "x.npy");
        array.ToFloats().ShouldBe([0f, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Scalars_and_vectors_are_read()
    {
        NpyArray.Decode(Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (), }", BitConverter.GetBytes(7L)), "x.npy").ToInt64s().ShouldBe([7L]);
        NpyArray.Decode(Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", [1, 2, 3]), "x.npy").ToInt64s().ShouldBe([1L, 2, 3]);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_gives_its_arrays_by_name(CompressionLevel compression)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["preset.npz"], TorchFile.Archive(compression,
            ("semantic_prompt.npy", Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", BitConverter.GetBytes(9L))),
            ("fine_prompt.npy", Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", Floats(2)))));
        var arrays = NpyArray.ReadArchive(folder["preset.npz"]);
        arrays["semantic_prompt"].ToInt64s().ShouldBe([9L]);
        arrays["fine_prompt"].ToFloats().ShouldBe([2f]);
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "'|O'")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "'>f4'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of data")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "without descr")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "impossible shape")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "4 bytes of data")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "without descr")]
    [InlineData("{}", "without descr")]
    public void What_is_no_plain_array_is_refused(string header, string reason) =>
        Should.Throw<CheckpointException>(() => NpyArray.Decode(Npy(header, Floats(1)), "x.npy")).Message.ShouldContain(reason);

    [Fact]
    public void Cut_files_are_refused()
    {
        byte[] file = Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", Floats(1));
        for (int length = 0; length < file.Length; length++)
            Should.Throw<CheckpointException>(() => NpyArray.Decode(file.AsSpan(0, length), "x.npy"));
    }

    internal static byte[] Npy(string header, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(header.PadRight(117) + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
