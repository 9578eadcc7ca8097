using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.SpeechT5;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.SpeechT5;

public sealed class SpeechT5ModelTests
{
    private static readonly int[] Ids = [4, 41, 5, 10, 10, 7, 2];

    public static IEnumerable<TheoryDataRow<string>> Checkpoints => GoldenCase.Of("speecht5", "case_identity.safetensors");

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_generation_ends_within_a_step_of_its_cancellation_and_the_next_one_works(string file)
    {
        using SpeechT5Model model = SpeechT5Model.Open(Folder(file));
        float[] speaker = new float[model.Config.SpeakerEmbeddingDim];
        long[] ids = [.. Ids.Select(id => (long)id)];
        using CancellationTokenSource cancellation = new();
        int steps = 0;
        using SpeechT5Generation generation = new(model, ids, [.. ids.Select(_ => 1L)], speaker, 1);
        Should.Throw<OperationCanceledException>(() => generation.Run(
            new SpeechT5Options { MinLengthRatio = 20 },
            (step, gain) =>
            {
                gain.Fill(1);
                steps = step;
                if (step == 3)
                    cancellation.Cancel();
            },
            cancellation.Token));
        steps.ShouldBe(3);
        model.Generate(Ids, speaker, new SpeechT5Options { MaxLengthRatio = 2 }, TestContext.Current.CancellationToken).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public async Task Generations_at_once_give_what_each_gives_alone(string file)
    {
        using SpeechT5Model model = SpeechT5Model.Open(Folder(file), Precision.Int8);
        float[] speaker = [.. Enumerable.Range(0, model.Config.SpeakerEmbeddingDim).Select(i => MathF.Sin(i))];
        float[][] alone = [.. Enumerable.Range(0, 4).Select(Speak)];
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Speak(seed))));
        together.ShouldBe(alone);

        float[] Speak(int seed) =>
            model.Generate(Ids, speaker, new SpeechT5Options { Seed = seed, MinLengthRatio = 4, MaxLengthRatio = 4 }, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Texts_and_speakers_that_do_not_fit_are_named(string file)
    {
        using SpeechT5Model model = SpeechT5Model.Open(Folder(file));
        float[] speaker = new float[model.Config.SpeakerEmbeddingDim];
        Should.Throw<ArgumentException>(() => model.Generate([], speaker, new())).Message.ShouldContain("0");
        Should.Throw<ArgumentException>(() => model.Generate(new int[model.Config.MaxTextPositions + 1], speaker, new())).Message.ShouldContain("Split it");
        Should.Throw<ArgumentException>(() => model.Generate(Ids, new float[3], new())).Message.ShouldContain("3 elements");
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_configuration_that_does_not_fit_the_weights_is_refused_by_name(string file)
    {
        string folder = Directory.CreateTempSubdirectory("speecht5").FullName;
        try
        {
            foreach (string part in Directory.EnumerateFiles(Folder(file)))
                File.Copy(part, Path.Combine(folder, Path.GetFileName(part)));
            string config = Path.Combine(folder, "config.json"), original = File.ReadAllText(config);
            File.WriteAllText(config, original.Replace("\"decoder_layers\": 2", "\"decoder_layers\": 3", StringComparison.Ordinal));
            Should.Throw<CheckpointException>(() => SpeechT5Model.Open(folder)).Message.ShouldContain("layers.2");
            File.WriteAllText(config, original.Replace("\"decoder_attention_heads\": 4", "\"decoder_attention_heads\": 5", StringComparison.Ordinal));
            Should.Throw<CheckpointException>(() => SpeechT5Model.Open(folder)).Message.ShouldContain("multiple of the attention heads");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Folder(string file) => Path.Combine(Path.GetDirectoryName(file)!, "tts");
}
