using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class FileSelectionTests
{
    [Theory]
    [InlineData("*.json", "config.json", true)]
    [InlineData("*.json", "onnx/config.json", false)]
    [InlineData("speaker_embeddings/**", "speaker_embeddings/v2/en_speaker_0.npy", true)]
    [InlineData("speaker_embeddings/**", "speaker_embeddings.json", false)]
    [InlineData("a/*.txt", "a/b.txt", true)]
    [InlineData("**", "any/where", true)]
    public void Patterns_mean_what_they_say(string pattern, string path, bool matches) =>
        FileSelection.Matches(pattern, path).ShouldBe(matches);

    [Fact]
    public void Shards_count_only_when_all_are_there()
    {
        string[] some = ["config.json", "model.safetensors.index.json", "model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors"];

        FileSelection.Model.FindMissing(some).ShouldNotBeNull();
        FileSelection.Model.FindMissing([.. some, "model-00002-of-00003.safetensors"]).ShouldBeNull();
        FileSelection.Model.Choose([.. some, "pytorch_model.bin"]).ShouldBe(["config.json", "pytorch_model.bin"]);
    }
}
