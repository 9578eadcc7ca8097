using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Tests.Golden;

[Trait("Area", "golden")]
public sealed class GoldenCaseTests
{
    public static IEnumerable<TheoryDataRow<string>> Everything => GoldenCase.Of("", "*.safetensors");

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_golden_file_opens(string file)
    {
        using var golden = Checkpoint.Open(file);
        golden.Tensors.ShouldNotBeEmpty();
        foreach (CheckpointTensor tensor in golden.Tensors.Values)
            tensor.ToFloats().Length.ShouldBe((int)tensor.ElementCount);
    }

    [Fact]
    public void A_mismatch_is_reported_with_its_size_and_place()
    {
        float[] expected = [1, 2, 3, 4, 5, 6];
        GoldenCase.ShouldMatch(expected, [1, 2, 3, 4, 5.00001f, 6], 1e-4f);
        Should.Throw<Exception>(() => GoldenCase.ShouldMatch(expected, [1, 2, 3, 4, 5.5f, 6], 1e-4f, "out.x", [2, 3]))
            .Message.ShouldContain("off by more than 0.0001; the worst by 0.5 at [1, 1]");
        Should.Throw<Exception>(() => GoldenCase.ShouldMatch(expected, [1, 2], 1e-4f)).Message.ShouldContain("2 values where the reference has 6");
    }

    [Fact]
    public void Infinities_agree_only_with_themselves()
    {
        float[] masked = [float.NegativeInfinity, 1];
        GoldenCase.ShouldMatch(masked, [float.NegativeInfinity, 1], 0);
        Should.Throw<Exception>(() => GoldenCase.ShouldMatch(masked, [-1e9f, 1], 1e-3f));
        Should.Throw<Exception>(() => GoldenCase.ShouldMatch([1f], [float.NaN], 1e-3f));
    }
}
