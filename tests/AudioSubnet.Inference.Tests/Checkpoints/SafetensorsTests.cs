using System.Buffers.Binary;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Checkpoints;

public sealed class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter { Metadata = { ["format"] = "pt" } };
        writer.Add("flags", TensorType.Boolean, [3], stream => stream.Write([1, 0, 1]));
        writer.Add("weight", [2, 3], [1f, 2, 3, -4, 5, float.Epsilon]);
        writer.Add("step", [], [long.MaxValue]);
        writer.Add("empty", [0, 7], Array.Empty<float>());
        writer.Save(folder["model.safetensors"]);

        using var checkpoint = Checkpoint.Open(folder["model.safetensors"]);
        checkpoint.Tensors.Keys.ShouldBe(["flags", "weight", "step", "empty"], ignoreOrder: true);
        checkpoint.Tensors["weight"].Shape.ShouldBe([2L, 3]);
        checkpoint.Tensors["weight"].ToFloats().ShouldBe([1f, 2, 3, -4, 5, float.Epsilon]);
        checkpoint.Tensors["step"].Shape.ShouldBeEmpty();
        checkpoint.Tensors["step"].ToInt64s().ShouldBe([long.MaxValue]);
        checkpoint.Tensors["flags"].ToInt64s().ShouldBe([1L, 0, 1]);
        checkpoint.Tensors["empty"].ToFloats().ShouldBeEmpty();
        checkpoint.Metadata["format"].ShouldBe("pt");
    }

    [Fact]
    public void A_model_folder_is_opened_by_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.Add("weight", [1], [7f]);
        writer.Save(folder["model.safetensors"]);
        using var checkpoint = Checkpoint.Open(folder.ToString());
        checkpoint.Tensors["weight"].ToFloats().ShouldBe([7f]);
        Directory.EnumerateFiles(folder.ToString()).ShouldHaveSingleItem("nothing is left beside the file that was written");
    }

    [Theory]
    [InlineData("F64", 8, 1.0)]
    [InlineData("F16", 2, 0x3C00)]
    [InlineData("BF16", 2, 0x3F80)]
    [InlineData("I64", 8, 1)]
    [InlineData("I32", 4, 1)]
    [InlineData("I16", 2, 1)]
    [InlineData("I8", 1, 1)]
    [InlineData("U8", 1, 1)]
    [InlineData("BOOL", 1, 1)]
    public void Every_element_type_becomes_its_value(string type, int size, double one)
    {
        var data = new byte[size];
        if (type == "F64")
            BinaryPrimitives.WriteDoubleLittleEndian(data, one);
        else
            BitConverter.GetBytes((long)one).AsSpan(0, size).CopyTo(data);
        string header = $$$"""{"x":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{size}}}]}}""";
        var tensors = Safetensors.Read(Safetensors.File(header, data), out CheckpointMemory memory);
        using (memory)
            tensors["x"].ToFloats().ShouldBe([1f]);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0x93)]
    public void The_length_of_a_header_may_look_like_another_format(int length)
    {
        const string Header = """{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""";
        using Checkpoint checkpoint = TorchFile.Read(Safetensors.File(Header.PadRight(length), 1));
        checkpoint.Tensors["x"].ToInt64s().ShouldBe([0L]);
    }

    [Fact]
    public void A_tensor_at_an_odd_offset_is_moved_to_where_its_type_may_be_read()
    {
        const string Header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""";
        byte[] data = [9, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)];
        var tensors = Safetensors.Read(Safetensors.File(Header, data), out CheckpointMemory memory);
        using (memory)
        {
            (tensors["b"].Address % sizeof(float)).ShouldBe(0);
            tensors["b"].ToFloats().ShouldBe([1.5f, -2f]);
        }
    }

    [Fact]
    public void Shards_are_one_checkpoint()
    {
        using var folder = new TemporaryFolder();
        foreach (int shard in new[] { 1, 2 })
        {
            var writer = new SafetensorsWriter();
            writer.Add($"layer{shard}", [1], [(float)shard]);
            writer.Save(folder[$"model-0000{shard}-of-00002.safetensors"]);
        }
        File.WriteAllText(folder["model.safetensors.index.json"], """
            {"metadata":{"total_size":8},"weight_map":{"layer1":"model-00001-of-00002.safetensors","layer2":"model-00002-of-00002.safetensors"}}
            """);
        using var checkpoint = Checkpoint.Open(folder.ToString());
        checkpoint.Tensors["layer1"].ToFloats().ShouldBe([1f]);
        checkpoint.Tensors["layer2"].ToFloats().ShouldBe([2f]);
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    public void An_index_cannot_name_files_outside_its_folder(string shard)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.safetensors.index.json"], $$$"""{"weight_map":{"x":"{{{shard}}}"}}""");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(folder.ToString())).Message.ShouldContain("not the name of a file beside it");
    }

    [Fact]
    public void An_index_that_promises_what_its_shards_lack_is_refused()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.Add("there", [1], [1f]);
        writer.Save(folder["a.safetensors"]);
        File.WriteAllText(folder["model.safetensors.index.json"], """{"weight_map":{"there":"a.safetensors","missing":"a.safetensors"}}""");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(folder.ToString())).Message.ShouldContain("'missing'");
    }

    [Fact]
    public void A_missing_checkpoint_is_named()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<CheckpointException>(() => Checkpoint.Open(folder["nothing.safetensors"])).Message.ShouldContain("nothing.safetensors");
        Should.Throw<CheckpointException>(() => Checkpoint.Open(folder.ToString())).Message.ShouldContain("model.safetensors");
    }

    [Fact]
    public void Contents_that_do_not_fill_their_tensor_are_not_saved()
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        writer.Add("x", TensorType.UInt8, [4], stream => stream.Write([1, 2, 3]));
        Should.Throw<InvalidOperationException>(() => writer.Save(folder["x.safetensors"])).Message.ShouldContain("'x'");
        Directory.EnumerateFiles(folder.ToString()).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => writer.Add("y", [2], [1f]));
        Should.Throw<ArgumentException>(() => writer.Add("x", [1], [1f]));
    }
}
