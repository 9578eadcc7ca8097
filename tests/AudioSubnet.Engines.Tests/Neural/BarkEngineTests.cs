using AudioSubnet.Dsp;
using AudioSubnet.Inference.Hub;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>Bark as an engine, over a tiny checkpoint: voices, cloning, what is missing.</summary>
[Trait("Area", "engines")]
public sealed class BarkEngineTests : IDisposable
{
    private static readonly string Golden = Path.Combine(TestPaths.Repository, "tests", "golden");
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly EmptyMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task A_folder_with_a_checkpoint_speaks_in_its_presets_and_without()
    {
        ITextToSpeech engine = _machine.Catalog().CreateTextToSpeech(Path.Combine(Golden, "bark", "tiny"));
        using var owned = (IDisposable)engine;
        async Task<float[]> Speak(string? speaker) =>
            (await engine.SpeakAsync(new SpeechRequest("Good morning. And good night.") { Seed = 7, Speaker = speaker }, Stop)).Mono.ToArray();
        float[] chosen = await Speak(null);
        chosen.Length.ShouldBeGreaterThan(2000);
        (await Speak(null)).AsSpan().SequenceEqual(chosen).ShouldBeTrue();
        (await Speak("v2_en_speaker_x")).AsSpan().SequenceEqual(chosen).ShouldBeFalse();
        foreach (string wrong in new[] { "v2/nobody", "../config.json" })
            (await Should.ThrowAsync<EngineException>(() => Speak(wrong))).Message.ShouldContain("no voice");
    }

    [Fact]
    public void Cloning_says_what_it_lacks_until_it_has_all()
    {
        IVoiceCloner Create() => _machine.Catalog().CreateVoiceCloner("bark/voiceclone");
        Should.Throw<ModelUnavailableException>(Create).Model.ShouldBe("GitMylo/bark-voice-cloning");
        _machine.Install(Path.Combine(Golden, "bark", "tiny"), "suno/bark-small");
        Should.Throw<ModelUnavailableException>(Create).Model.ShouldBe("facebook/hubert-base-ls960");
        _machine.Install(Path.Combine(Golden, "hubert", "tiny"), "facebook/hubert-base-ls960");
        Should.Throw<ModelUnavailableException>(Create).Model.ShouldBe("GitMylo/bark-voice-cloning");
        InstallQuantizer();
        Create().Name.ShouldBe("bark/voiceclone");
        _machine.Catalog().Engines.Single(engine => engine.Name == "bark/voiceclone").FindMissing().ShouldBeNull();
    }

    [Fact]
    public async Task A_reference_becomes_a_voice_and_what_is_none_is_refused()
    {
        _machine.Install(Path.Combine(Golden, "bark", "tiny"), "suno/bark-small");
        _machine.Install(Path.Combine(Golden, "hubert", "tiny"), "facebook/hubert-base-ls960");
        InstallQuantizer();
        IVoiceCloner cloner = _machine.Catalog().CreateVoiceCloner("bark/voiceclone");
        using var owned = (IDisposable)cloner;
        async Task<AudioBuffer> Clone(AudioBuffer reference) => await cloner.CloneAsync(new CloneRequest("Good morning.", reference) { Seed = 7 }, Stop);
        var speech = await new EngineCatalog().CreateTextToSpeech("flite/slt").SpeakAsync(new SpeechRequest("The first train leaves at noon."), Stop);

        AudioBuffer clone = await Clone(speech);
        (clone.SampleRate, clone.Channels).ShouldBe((24000, 1));
        clone.Mono.ToArray().Distinct().Count().ShouldBeGreaterThan(100);
        (await Should.ThrowAsync<EngineException>(() => Clone(new AudioBuffer(new float[48000], 16000)))).Message.ShouldContain("silent");
        (await Should.ThrowAsync<EngineException>(() => Clone(new AudioBuffer(speech.Mono.Span[8000..12000].ToArray(), 16000)))).Message.ShouldContain("1 s");
    }

    private void InstallQuantizer()
    {
        string folder = _machine.FolderOf("GitMylo/bark-voice-cloning");
        File.Copy(Path.Combine(Golden, "hubert", "tiny", "quantizer_v0.pth"), Path.Combine(folder, "quantifier_hubert_base_ls960_14.pth"));
    }
}
