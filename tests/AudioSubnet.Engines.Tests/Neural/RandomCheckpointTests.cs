using System.Text.Json.Nodes;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.RandomCheckpoints;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>The checkpoints that stand in for the real ones have the real ones' shape.</summary>
[Trait("Area", "engines")]
public sealed class RandomCheckpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-checkpoint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mms-tts", "vits/mms-tiny")]
    [InlineData("mms-tts", "vits/multispeaker")]
    [InlineData("mms-tts", "vits/plain-duration")]
    [InlineData("speecht5-tts", "speecht5/tiny/tts")]
    [InlineData("speecht5-hifigan", "speecht5/tiny/hifigan")]
    [InlineData("wav2vec2", "wav2vec2/tiny")]
    [InlineData("hubert", "hubert/tiny")]
    [InlineData("wavlm-sv", "wavlm_sv/tiny")]
    [InlineData("wavlm-sv", "wavlm_sv/tiny-lastlayer")]
    [InlineData("encodec-24k", "encodec/enc24k")]
    [InlineData("encodec-32k", "encodec/enc32k")]
    [InlineData("bark", "bark/tiny")]
    [InlineData("musicgen-small", "musicgen/tiny")]
    [InlineData("clap", "clap/tiny")]
    public void The_tensors_of_a_family_are_those_of_the_reference(string family, string golden)
    {
        string? folder = TestPaths.GoldenFolders.Select(root => Path.Combine(root, golden)).FirstOrDefault(path => File.Exists(Path.Combine(path, "model.safetensors")));
        Assert.SkipUnless(folder is not null, $"the golden checkpoint {golden} is not present");
        using var reference = Checkpoint.Open(Path.Combine(folder, "model.safetensors"));
        var layout = new Layout();
        CheckpointFamily.All.Single(known => known.Name == family)
            .AddTensors(layout, new Settings(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject()));

        string[] made = [.. layout.Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]")];
        string[] expected = [.. reference.Tensors.Values.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]")];
        expected.Except(made, StringComparer.Ordinal).ShouldBeEmpty("missing");
        made.Except(expected, StringComparer.Ordinal).ShouldBeEmpty("too many");
    }

    [Theory]
    [InlineData("mms-tts", 36.3)]
    [InlineData("speecht5-tts", 144.4)]
    [InlineData("speecht5-hifigan", 12.7)]
    [InlineData("wav2vec2", 94.4)]
    [InlineData("hubert", 94.4)]
    [InlineData("bark-small", 415)]
    [InlineData("musicgen-small", 587)]
    [InlineData("musicgen-medium", 2000)]
    [InlineData("clap", 153.5)]
    public void The_published_configurations_give_models_of_the_published_size(string family, double millions)
    {
        CheckpointFamily known = CheckpointFamily.All.Single(known => known.Name == family);
        var layout = new Layout();
        known.AddTensors(layout, new Settings(JsonNode.Parse(known.Config)!.AsObject()));
        // Causal masks and indices are no weights.
        double weights = layout.Tensors.Where(tensor => tensor.Type == TensorType.Float32).Sum(tensor => tensor.Bytes / 4) / 1e6;
        weights.ShouldBe(millions, 0.02 * millions);
    }

    [Fact]
    public void The_same_seed_writes_the_same_checkpoint_and_another_seed_another()
    {
        CheckpointFamily family = CheckpointFamily.All.Single(known => known.Name == "speecht5-hifigan");
        byte[] Write(string name, int seed)
        {
            string folder = Path.Combine(_folder.FullName, name);
            family.Write(folder, seed);
            return System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        }

        Write("a", 1).ShouldBe(Write("b", 1));
        Write("c", 2).ShouldNotBe(Write("b", 1));
    }

    [Fact]
    public void The_made_up_vocabularies_are_read_by_the_tokenizers()
    {
        string Files(string family)
        {
            CheckpointFamily known = CheckpointFamily.All.Single(known => known.Name == family);
            string folder = _folder.CreateSubdirectory(family).FullName;
            known.WriteFiles(folder, new Settings(JsonNode.Parse(known.Config)!.AsObject()));
            return folder;
        }

        const string Text = "The train leaves at noon, platform 9.";
        ITextTokenizer[] tokenizers = [VitsTokenizer.FromFolder(Files("mms-tts")), SentencePieceTokenizer.FromFolder(Files("speecht5-tts")), SentencePieceTokenizer.FromFolder(Files("musicgen-small")), WordPieceTokenizer.FromFolder(Files("bark")), RobertaTokenizer.FromFolder(Files("clap"))];
        foreach (ITextTokenizer tokenizer in tokenizers)
            tokenizer.Encode(Text).Length.ShouldBeGreaterThan(5, tokenizer.GetType().Name);
        CtcTokenizer.FromFolder(Files("wav2vec2")).ShouldNotBeNull();
    }
}
