using System.IO.Compression;
using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Checkpoints;

public sealed class TorchTests
{
    private static readonly float[] Six = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void Tensors_of_an_archive_are_read_where_they_lie()
    {
        byte[] pickle = new PickleBuilder().Op('}').Text("weight").Tensor("7", 6, 0, [2, 3], [3, 1]).Op('s').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Zip(pickle, ("7", Six)));
        checkpoint.Tensors["weight"].Shape.ShouldBe([2L, 3]);
        checkpoint.Tensors["weight"].ToFloats().ShouldBe(Six);
    }

    [Fact]
    public void The_older_stream_is_read()
    {
        byte[] pickle = new PickleBuilder().Op('}').Op('(')
            .Text("b").Tensor("9", 2, 0, [2], [1], stream: true)
            .Text("a").Tensor("8", 6, 3, [3], [1], stream: true).Op('u').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Stream(pickle, ("8", Six), ("9", [7, 8])));
        checkpoint.Tensors["a"].ToFloats().ShouldBe([3f, 4, 5]);
        checkpoint.Tensors["b"].ToFloats().ShouldBe([7f, 8]);
    }

    [Fact]
    public void A_transposed_tensor_becomes_row_major()
    {
        byte[] pickle = new PickleBuilder().Op('}').Text("weight").Tensor("0", 6, 0, [3, 2], [1, 3]).Op('s').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Zip(pickle, ("0", Six)));
        checkpoint.Tensors["weight"].ToFloats().ShouldBe([0f, 3, 1, 4, 2, 5]);
    }

    [Fact]
    public void Tensors_that_share_a_storage_share_its_memory()
    {
        byte[] pickle = new PickleBuilder().Op('}').Op('(')
            .Text("embedding").Tensor("0", 6, 0, [6], [1])
            .Text("head").Tensor("0", 6, 2, [2], [1]).Op('u').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Zip(pickle, ("0", Six)));
        checkpoint.Tensors["head"].Address.ShouldBe(checkpoint.Tensors["embedding"].Address + 2 * sizeof(float));
    }

    [Fact]
    public void The_dictionary_of_weights_gives_the_names_and_the_rest_is_exposed()
    {
        byte[] pickle = new PickleBuilder().Op('}').Op('(')
            .Text("epoch").Number(12)
            .Text("args").Op('}').Op('(').Text("rate").Float(0.5).Text("pool").Tuple(24, 7).Text("name").Text("é").Text("none").Op('N').Op('u')
            .Text("model_state_dict").Op('}').Text("conv.weight").Tensor("0", 6, 0, [6], [1]).Op('s')
            .Text("optimizer").Op('}').Text("state").Op(']').Tensor("0", 6, 0, [2], [1]).Op('a').Op('s').Op('u').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Zip(pickle, ("0", Six)));
        checkpoint.Tensors.Keys.ShouldBe(["conv.weight", "optimizer.state.0"], ignoreOrder: true);
        checkpoint.Values["epoch"].GetInt32().ShouldBe(12);
        JsonElement args = checkpoint.Values["args"];
        args.GetProperty("rate").GetDouble().ShouldBe(0.5);
        args.GetProperty("pool").EnumerateArray().Select(item => item.GetInt32()).ShouldBe([24, 7]);
        args.GetProperty("name").GetString().ShouldBe("é");
        args.GetProperty("none").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_note_in_the_archive_is_exposed()
    {
        byte[] pickle = new PickleBuilder().Op('}').Build();
        byte[] file = TorchFile.Archive(CompressionLevel.NoCompression, ("q/data.pkl", pickle), ("q/.info", """{"hidden_size": 1024}"""u8.ToArray()));
        using var checkpoint = TorchFile.Read(file);
        checkpoint.Values[".info"].GetProperty("hidden_size").GetInt32().ShouldBe(1024);
    }

    [Fact]
    public void A_compressed_archive_is_unpacked()
    {
        byte[] pickle = new PickleBuilder().Op('}').Text("x").Tensor("0", 2, 0, [2], [1]).Op('s').Build();
        byte[] file = TorchFile.Archive(CompressionLevel.Optimal, ("a/data.pkl", pickle), ("a/data/0", [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]));
        using var checkpoint = TorchFile.Read(file);
        checkpoint.Tensors["x"].ToFloats().ShouldBe([1f, 2]);
    }

    [Fact]
    public void Parameters_sizes_and_element_types_are_data()
    {
        byte[] pickle = new PickleBuilder().Op('}').Op('(')
            .Text("p").Global("torch._utils", "_rebuild_parameter").Op('(').Tensor("0", 6, 0, [6], [1]).Op(0x88).Op('N').Op('t').Op('R')
            .Text("size").Global("torch", "Size").Op('(').Tuple(4, 5).Op('t').Op('R')
            .Text("type").Global("torch", "bfloat16").Op('u').Build();
        using var checkpoint = TorchFile.Read(TorchFile.Zip(pickle, ("0", Six)));
        checkpoint.Tensors["p"].ToFloats().ShouldBe(Six);
        checkpoint.Values["size"].GetArrayLength().ShouldBe(2);
        checkpoint.Values["type"].GetString().ShouldBe("torch.bfloat16");
    }

    [Fact]
    public void Shards_of_torch_are_one_checkpoint()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "a", "b" })
            File.WriteAllBytes(folder[$"{name}.bin"], TorchFile.Zip(new PickleBuilder().Op('}').Text(name).Tensor("0", 6, 0, [6], [1]).Op('s').Build(), ("0", Six)));
        File.WriteAllText(folder["pytorch_model.bin.index.json"], """{"weight_map":{"a":"a.bin","b":"b.bin"}}""");
        using var checkpoint = Checkpoint.Open(folder.ToString());
        checkpoint.Tensors.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
    }
}
