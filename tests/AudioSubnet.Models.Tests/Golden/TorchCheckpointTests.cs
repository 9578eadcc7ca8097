using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Tests.Golden;

/// <summary>Checkpoints that PyTorch itself wrote, against the same weights in safetensors where both are there.</summary>
[Trait("Area", "golden")]
public sealed class TorchCheckpointTests
{
    public static IEnumerable<TheoryDataRow<string>> TorchFiles =>
        GoldenCase.Of("", "*.bin").Concat(GoldenCase.Of("", "*.pth"));

    [Theory]
    [MemberData(nameof(TorchFiles))]
    public void A_file_of_torch_save_has_the_tensors_of_its_safetensors_twin(string file)
    {
        using var torch = Checkpoint.Open(file);
        torch.Tensors.ShouldNotBeEmpty();
        string twin = Path.Combine(Path.GetDirectoryName(file)!, "model.safetensors");
        if (Path.GetFileName(file) == "pytorch_model.bin" && File.Exists(twin))
            ShouldHoldTheSame(torch, twin);
    }

    [Theory]
    [InlineData("nisqa", "NISQA_DIM", 4)]
    [InlineData("nisqa_tts", "NISQA", 1)]
    public void The_published_nisqa_weights_are_read_with_their_options(string name, string model, int hop)
    {
        using var checkpoint = Checkpoint.Open(PretrainedModels.Require($"nisqa/{name}.tar"));
        checkpoint.Values["args"].GetProperty("model").GetString().ShouldBe(model);
        checkpoint.Values["args"].GetProperty("ms_seg_hop_length").GetInt32().ShouldBe(hop);
        ShouldHoldTheSame(checkpoint, PretrainedModels.Require($"nisqa/{name}.safetensors"));
    }

    private static void ShouldHoldTheSame(Checkpoint torch, string twin)
    {
        using var safetensors = Checkpoint.Open(twin);
        foreach (CheckpointTensor expected in safetensors.Tensors.Values)
        {
            torch.Tensors.Keys.ShouldContain(expected.Name);
            torch.Tensors[expected.Name].Shape.ShouldBe(expected.Shape, expected.Name);
            torch.Tensors[expected.Name].ToFloats().ShouldBe(expected.ToFloats(), expected.Name);
        }
    }
}
