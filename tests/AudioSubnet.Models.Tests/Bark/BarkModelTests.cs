using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Bark;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.Bark;

public sealed class BarkModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Checkpoints => GoldenCase.Of("bark", "case_stage_logits.safetensors");

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_voice_of_one_file_or_of_three_is_the_same_and_can_be_spoken_with(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        string archive = Directory.EnumerateFiles(Path.Combine(folder, "speaker_embeddings"), "*.npz").Order(StringComparer.Ordinal).First();
        BarkVoice voice = BarkVoice.Read(archive), three = BarkVoice.Read(Path.ChangeExtension(archive, null) + "_coarse_prompt.npy");
        three.Semantic.ShouldBe(voice.Semantic);
        three.Coarse.ShouldBe(voice.Coarse);
        three.Fine.ShouldBe(voice.Fine);

        using BarkModel model = BarkModel.Open(folder, Precision.Int8);
        (AudioBuffer audio, BarkVoice said) = Speak(model, seed: 1, voice);
        audio.SampleRate.ShouldBe(model.SampleRate);
        audio.Frames.ShouldBe(said.Fine[0].Count * model.Config.CodecConfig.HopLength);
        Speak(model, seed: 2, said).Audio.Frames.ShouldBePositive();
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void A_seed_gives_the_same_speech_again_and_another_seed_another(string file)
    {
        using BarkModel model = BarkModel.Open(Path.GetDirectoryName(file)!);
        float[] first = Speak(model, seed: 1).Audio.Mono.ToArray();
        Speak(model, seed: 1).Audio.Mono.ToArray().ShouldBe(first);
        Speak(model, seed: 2).Audio.Mono.ToArray().ShouldNotBe(first);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public async Task Requests_at_once_give_what_each_gives_alone(string file)
    {
        using BarkModel model = BarkModel.Open(Path.GetDirectoryName(file)!);
        float[][] alone = [.. Enumerable.Range(0, 3).Select(seed => Speak(model, seed).Audio.Mono.ToArray())];
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 3).Select(seed => Task.Run(() => Speak(model, seed).Audio.Mono.ToArray())));
        together.ShouldBe(alone);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Texts_and_voices_that_do_not_fit_are_named(string file)
    {
        using BarkModel model = BarkModel.Open(Path.GetDirectoryName(file)!);
        Should.Throw<ArgumentException>(() => model.Speak("", new())).Message.ShouldContain("0");
        Should.Throw<ArgumentException>(() => model.Speak(string.Concat(Enumerable.Repeat("word ", 400)), new())).Message.ShouldContain("Split it");
        BarkVoice foreign = new() { Semantic = [1, 2], Coarse = [[1], [2]], Fine = [[1], [2]] };
        Should.Throw<ArgumentException>(() => Speak(model, 1, foreign)).Message.ShouldContain("codebooks");
        Should.Throw<OperationCanceledException>(() => model.Speak("hello", new(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_file_that_is_no_voice_is_refused_by_name()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "no voice");
        File.Move(path, path + ".npz");
        Should.Throw<CheckpointException>(() => BarkVoice.Read(path + ".npz")).Message.ShouldContain(Path.GetFileName(path));
        Should.Throw<CheckpointException>(() => BarkVoice.Read("/nowhere/v2/en_speaker_1"));
        File.Delete(path + ".npz");
    }

    private static (AudioBuffer Audio, BarkVoice Voice) Speak(BarkModel model, int seed, BarkVoice? voice = null) => model.Speak(
        "hello there", new BarkOptions { Seed = seed, Voice = voice, SemanticTemperature = 0.7f, CoarseTemperature = 0.7f, FineTemperature = 0.5f, MaxSemanticTokens = 12, MinSemanticTokens = 12 },
        TestContext.Current.CancellationToken);
}
