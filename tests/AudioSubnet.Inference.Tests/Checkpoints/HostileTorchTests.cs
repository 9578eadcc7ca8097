using System.IO.Compression;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Zip;

namespace AudioSubnet.Inference.Tests.Checkpoints;

public sealed class HostileTorchTests
{
    private static readonly float[] Six = [0, 1, 2, 3, 4, 5];

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "load")]
    [InlineData("numpy.core.multiarray", "scalar")]
    [InlineData("__torch__.Model", "Model")]
    public void A_name_that_is_not_data_is_refused_by_name(string module, string name)
    {
        byte[] pickle = new PickleBuilder().Global(module, name).Op('(').Text("echo owned").Op('t').Op('R').Build();
        TorchFile.Refusal(TorchFile.Zip(pickle)).ShouldContain($"'{module}.{name}'");
        byte[] newer = new PickleBuilder().Text(module).Text(name).Op(0x93).Op('(').Op('t').Op('R').Build();
        TorchFile.Refusal(TorchFile.Zip(newer)).ShouldContain($"'{module}.{name}'");
    }

    [Theory]
    [InlineData('o')] // OBJ
    [InlineData('i')] // INST
    [InlineData('\x81')] // NEWOBJ
    [InlineData('\x92')] // NEWOBJ_EX
    [InlineData('\x82')] // EXT1
    [InlineData('P')] // PERSID
    public void An_instruction_that_makes_objects_is_refused(char code) =>
        TorchFile.Refusal(TorchFile.Zip(new PickleBuilder().Op(')').Op(')').Op((byte)code).Op(0, 0).Build())).ShouldContain($"0x{(int)code:X2}");

    [Fact]
    public void A_list_that_holds_itself_is_refused() =>
        TorchFile.Refusal(TorchFile.Zip(new PickleBuilder().Op('}').Text("x").Op(']').Op((byte)'q', 0).Op((byte)'h', 0).Op('a').Op('s').Build())).ShouldContain("holds itself");

    [Fact]
    public void Lists_of_lists_that_double_at_each_level_are_refused()
    {
        var pickle = new PickleBuilder().Op('}').Text("x").Op(']').Op((byte)'q', 0);
        for (byte i = 0; i < 30; i++)
            pickle.Op('0').Op(']').Op((byte)'q', (byte)(i + 1)).Op((byte)'h', i).Op('a').Op((byte)'h', i).Op('a');
        TorchFile.Refusal(TorchFile.Zip(pickle.Op('s').Build())).ShouldContain("values");
    }

    [Fact]
    public void A_text_that_is_repeated_without_end_is_refused()
    {
        var pickle = new PickleBuilder().Op('}').Text("x").Op(']').Text(new string('a', 1 << 16)).Op((byte)'q', 0).Op('a');
        for (int i = 0; i < 1000; i++)
            pickle.Op((byte)'h', 0).Op('a');
        TorchFile.Refusal(TorchFile.Zip(pickle.Op('s').Build())).ShouldContain("MiB");
    }

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 }, "beyond")]
    [InlineData(6, 6, new long[] { 1 }, new long[] { 1 }, "beyond")]
    [InlineData(6, -1, new long[] { 1 }, new long[] { 1 }, "impossible")]
    [InlineData(6, 0, new long[] { -1 }, new long[] { 1 }, "impossible")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { -1 }, "impossible")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { 1, 1 }, "impossible")]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { long.MaxValue, 1 }, "beyond")]
    [InlineData(6, 0, new long[] { long.MaxValue, long.MaxValue }, new long[] { 0, 0 }, "larger than any memory")]
    [InlineData(6, 0, new long[] { 1L << 32 }, new long[] { 0 }, "MiB")]
    [InlineData(7, 0, new long[] { 6 }, new long[] { 1 }, "7 elements")]
    [InlineData(-1, 0, new long[] { 1 }, new long[] { 1 }, "PyTorch does not")]
    [InlineData(long.MaxValue, 0, new long[] { 1 }, new long[] { 1 }, "elements of 4 bytes")]
    public void A_view_that_leaves_its_storage_is_refused(long count, long offset, long[] shape, long[] strides, string reason)
    {
        byte[] pickle = new PickleBuilder().Op('}').Text("x").Tensor("0", count, offset, shape, strides).Op('s').Build();
        TorchFile.Refusal(TorchFile.Zip(pickle, ("0", Six))).ShouldContain(reason);
        byte[] older = new PickleBuilder().Op('}').Text("x").Tensor("0", count, offset, shape, strides, stream: true).Op('s').Build();
        TorchFile.Refusal(TorchFile.Stream(older, ("0", Six))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("ComplexFloatStorage")]
    [InlineData("QInt8Storage")]
    public void A_storage_of_a_type_that_is_not_read_is_named(string type) =>
        TorchFile.Refusal(TorchFile.Zip(new PickleBuilder().Tensor("0", 1, 0, [1], [1], type).Build())).ShouldContain($"torch.{type}");

    [Fact]
    public void A_storage_that_is_missing_is_named()
    {
        byte[] pickle = new PickleBuilder().Tensor("0", 1, 0, [1], [1]).Build();
        TorchFile.Refusal(TorchFile.Zip(pickle)).ShouldContain("'0'");
        TorchFile.Refusal(TorchFile.Stream(new PickleBuilder().Tensor("0", 1, 0, [1], [1], stream: true).Build())).ShouldContain("'0'");
    }

    [Fact]
    public void A_file_that_was_cut_short_is_refused_wherever_the_cut_is()
    {
        byte[] zip = TorchFile.Zip(new PickleBuilder().Op('}').Text("x").Tensor("0", 6, 0, [6], [1]).Op('s').Build(), ("0", Six));
        byte[] stream = TorchFile.Stream(new PickleBuilder().Op('}').Text("x").Tensor("0", 6, 0, [6], [1], stream: true).Op('s').Build(), ("0", Six));
        foreach (byte[] file in new[] { zip, stream })
            for (int length = 1; length < file.Length; length++)
                TorchFile.Refusal(file[..length]).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_goes_off()
    {
        byte[] bomb = TorchFile.Archive(CompressionLevel.SmallestSize, ("a/data.pkl", new byte[60 << 20]));
        bomb.Length.ShouldBeLessThan(1 << 20);
        TorchFile.Refusal(bomb).ShouldContain("out of proportion");
    }

    [Fact]
    public void A_member_that_unpacks_to_more_than_it_says_is_refused()
    {
        byte[] file = TorchFile.Archive(CompressionLevel.SmallestSize, ("a/data.pkl", new byte[1000]));
        int directory = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(10).CopyTo(file, directory + 24);
        TorchFile.Refusal(file).ShouldContain("more than the 10 bytes");
        BitConverter.GetBytes(2000).CopyTo(file, directory + 24);
        TorchFile.Refusal(file).ShouldContain("ends after 1000 of 2000 bytes");
    }

    [Fact]
    public void Members_that_overlap_or_repeat_a_name_are_refused()
    {
        byte[] twice = TorchFile.Archive(CompressionLevel.NoCompression, ("a", [1]), ("a", [2]));
        using (CheckpointMemory memory = CheckpointMemory.Of(twice, "test.zip"))
            Should.Throw<CheckpointException>(() => ZipDirectory.Read(memory)).Message.ShouldContain("twice");

        byte[] overlapping = TorchFile.Archive(CompressionLevel.NoCompression, ("a", new byte[100]), ("b", new byte[100]));
        int second = overlapping.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(0).CopyTo(overlapping, second + 42);
        using (CheckpointMemory memory = CheckpointMemory.Of(overlapping, "test.zip"))
            Should.Throw<CheckpointException>(() => ZipDirectory.Read(memory)).Message.ShouldContain("overlap");
    }

    [Fact]
    public void A_bare_pickle_and_an_array_of_numpy_are_told_apart_from_checkpoints()
    {
        TorchFile.Refusal(new PickleBuilder().Op('}').Text("a").Number(1).Op('s').Build()).ShouldContain("torch.save did not write");
        TorchFile.Refusal(NpyArrayTests.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", new byte[4])).ShouldContain("NumPy");
    }

    [Fact]
    public void A_zip_that_is_no_checkpoint_is_refused() =>
        TorchFile.Refusal(TorchFile.Archive(CompressionLevel.NoCompression, ("readme.txt", [1]))).ShouldContain("data.pkl");

    [Fact]
    public void Nesting_that_is_deep_in_the_pickle_is_refused()
    {
        var pickle = new PickleBuilder().Op('}').Text("x");
        for (int i = 0; i < 100_000; i++)
            pickle.Op(']');
        for (int i = 0; i < 99_999; i++)
            pickle.Op('a');
        TorchFile.Refusal(TorchFile.Zip(pickle.Op('s').Build())).ShouldContain("deeper than 32 levels");
    }

    [Fact]
    public void The_same_tensor_name_twice_is_refused()
    {
        byte[] pickle = new PickleBuilder().Op('}').Op('(').Text("x").Tensor("0", 6, 0, [6], [1]).Text("x").Tensor("0", 6, 0, [2], [1]).Op('u').Build();
        TorchFile.Refusal(TorchFile.Zip(pickle, ("0", Six))).ShouldContain("twice");
    }
}
