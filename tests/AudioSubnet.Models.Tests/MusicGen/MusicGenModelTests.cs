using AudioSubnet.Dsp;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.MusicGen;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.MusicGen;

public sealed class MusicGenModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Checkpoints => GoldenCase.Of("musicgen", "case_stage_logits.safetensors");

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Music_is_as_long_as_asked_also_beyond_the_model_s_window(string file)
    {
        using MusicGenModel model = MusicGenModel.Open(Path.GetDirectoryName(file)!);
        int rate = model.Config.AudioEncoder.SamplingRate;
        double window = model.Config.Decoder.MaxPositionEmbeddings / (double)model.Config.AudioEncoder.FrameRate;
        foreach (double seconds in (double[])[0.01, 0.5, window * 2.3])
            Generate(model, seconds, seed: 1).Frames.ShouldBe((int)Math.Round(seconds * rate));
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_seed_gives_the_same_music_again_and_another_seed_another(string file)
    {
        using MusicGenModel model = MusicGenModel.Open(Path.GetDirectoryName(file)!, Precision.Int8);
        float[] first = Generate(model, 0.4, seed: 1).Channel(0).ToArray();
        Generate(model, 0.4, seed: 1).Channel(0).ToArray().ShouldBe(first);
        Generate(model, 0.4, seed: 2).Channel(0).ToArray().ShouldNotBe(first);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_cancelled_generation_ends_and_the_next_one_works(string file)
    {
        using MusicGenModel model = MusicGenModel.Open(Path.GetDirectoryName(file)!);
        using CancellationTokenSource cancellation = new();
        DelayPattern pattern = new(model.Config.Decoder, 100);
        using MusicGenGeneration generation = new(model.Config.Decoder, model.Text, model.Decoder, [1], [1], 1, 3, TestContext.Current.CancellationToken)
        {
            Observer = (step, _) =>
            {
                if (step == 5)
                    cancellation.Cancel();
            },
        };
        Should.Throw<OperationCanceledException>(() => generation.Fill([pattern], new(), new Random(1), null, cancellation.Token));
        pattern[0, 6].ShouldNotBe(-1, "the step that ran is kept");
        pattern[0, 7].ShouldBe(-1, "no step runs after the cancellation");
        Generate(model, 0.1, seed: 3).Frames.ShouldBePositive();
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Lengths_and_descriptions_that_cannot_be_are_named(string file)
    {
        using MusicGenModel model = MusicGenModel.Open(Path.GetDirectoryName(file)!);
        Should.Throw<ArgumentException>(() => Generate(model, 0, seed: 0)).Message.ShouldContain("more than 0");
        Should.Throw<ArgumentException>(() => Generate(model, double.NaN, seed: 0));
        Should.Throw<ArgumentException>(() => model.Generate(string.Concat(Enumerable.Repeat("piano ", 2000)), new())).Message.ShouldContain("at most 512");
        Generate(model, 0.1, seed: 0, prompt: "").Frames.ShouldBePositive();
    }

    private static AudioBuffer Generate(MusicGenModel model, double seconds, int seed, string prompt = "a calm piano") =>
        model.Generate(prompt, new MusicGenOptions { Seconds = seconds, Seed = seed }, cancellationToken: TestContext.Current.CancellationToken);
}
