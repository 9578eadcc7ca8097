using AudioSubnet.Inference.Hub;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>Names of models on an empty machine, whose cache and model folder are the test's own.</summary>
[Trait("Area", "engines")]
public sealed class NeuralCatalogTests : IDisposable
{
    private static readonly string Checkpoint = Path.Combine(TestPaths.Repository, "tests", "golden", "vits", "plain-duration");
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly EmptyMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_published_model_that_is_not_here_says_how_to_pull_it()
    {
        var fault = Should.Throw<ModelUnavailableException>(() => Catalog().CreateTextToSpeech("facebook/mms-tts-eng"));
        fault.Message.ShouldContain("audiosubnet models pull facebook/mms-tts-eng");
        fault.Model.ShouldBe("facebook/mms-tts-eng");
        Should.Throw<ModelUnavailableException>(() => Catalog().CreateTextToSpeech("facebook/mms-tts-deu"));
    }

    [Fact]
    public void The_list_shows_licence_and_whether_the_weights_are_here()
    {
        EngineInfo Find() => Catalog().Engines.Single(engine => engine.Name == "facebook/mms-tts-eng");
        Find().License.ShouldBe("CC-BY-NC-4.0");
        Find().IsPermissive.ShouldBeFalse();
        Find().FindMissing().ShouldNotBeNull().Remedy.ShouldBe("audiosubnet models pull facebook/mms-tts-eng");
        Install("facebook/mms-tts-eng");
        Find().FindMissing().ShouldBeNull();
    }

    [Fact]
    public async Task A_model_that_is_here_goes_by_its_name()
    {
        Install("facebook/mms-tts-eng");
        ITextToSpeech engine = Catalog().CreateTextToSpeech("facebook/mms-tts-eng");
        using var owned = (IDisposable)engine;
        engine.Name.ShouldBe("facebook/mms-tts-eng");
        (await engine.SpeakAsync(new SpeechRequest("Good morning."), Stop)).Seconds.ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void A_fine_tuned_model_of_anybody_goes_by_its_name_when_it_is_here()
    {
        Install("somebody/my-voice");
        ITextToSpeech engine = Catalog().CreateTextToSpeech("somebody/my-voice");
        using var owned = (IDisposable)engine;
        engine.Name.ShouldBe("somebody/my-voice");
        Should.Throw<EngineException>(() => Catalog().CreateTextToSpeech("somebody/other-voice")).Message.ShouldContain("no speech engine");
    }

    [Fact]
    public void Terms_that_forbid_commercial_use_are_refused_where_only_others_are_wanted()
    {
        Install("facebook/mms-tts-eng");
        Install("somebody/my-voice");
        var catalog = Catalog(new EngineOptions { PermissiveOnly = true });
        Should.Throw<EngineException>(() => catalog.CreateTextToSpeech("facebook/mms-tts-eng")).Message.ShouldContain("CC-BY-NC-4.0");
        Should.Throw<EngineException>(() => catalog.CreateTextToSpeech("facebook/mms-tts-fra")).Message.ShouldContain("CC-BY-NC-4.0");
        Should.Throw<EngineException>(() => catalog.CreateTextToSpeech("somebody/my-voice")).Message.ShouldContain("not known");
        catalog.CreateTextToSpeech("flite/slt").Name.ShouldBe("flite/slt");
    }

    [Theory]
    [InlineData("""{ "model_type": "llama" }""", "'llama'")]
    [InlineData("""{ "model_type": 3 }""", "no config.json")]
    [InlineData("{ \"model_type\"", "cannot be read")]
    [InlineData("[]", "no config.json")]
    [InlineData(null, "no config.json")]
    public void A_folder_that_is_no_speech_model_says_why(string? config, string reason)
    {
        string folder = _machine.FolderOf("odd");
        if (config is not null)
            File.WriteAllText(Path.Combine(folder, "config.json"), config);
        string message = Should.Throw<EngineException>(() => Catalog().CreateTextToSpeech(folder)).Message;
        message.ShouldContain(reason);
        message.ShouldContain(folder);
    }

    [Fact]
    public void A_model_of_another_kind_is_said_to_be_one() =>
        Should.Throw<EngineException>(() => Catalog().CreateMusicGenerator(Checkpoint)).Message.ShouldContain("'vits', which is for TextToSpeech");

    [Fact]
    public void A_folder_that_does_not_exist_is_named() =>
        Should.Throw<EngineException>(() => Catalog().CreateTextToSpeech("/nowhere/at/all")).Message.ShouldContain("/nowhere/at/all");

    [Fact]
    public async Task Damaged_weights_are_named_and_can_be_replaced_while_the_engine_lives()
    {
        string folder = Install("somebody/my-voice");
        string weights = Path.Combine(folder, "model.safetensors");
        await File.WriteAllBytesAsync(weights, new byte[100], Stop);
        ITextToSpeech engine = Catalog().CreateTextToSpeech("somebody/my-voice");
        using var owned = (IDisposable)engine;
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("Hello."), Stop))).Message.ShouldContain("model.safetensors");

        File.Copy(Path.Combine(Checkpoint, "model.safetensors"), weights, overwrite: true);
        (await engine.SpeakAsync(new SpeechRequest("Hello."), Stop)).Seconds.ShouldBeGreaterThan(0.05);
    }

    private EngineCatalog Catalog(EngineOptions? options = null) => _machine.Catalog(options);

    private string Install(string name) => _machine.Install(Checkpoint, name);
}
