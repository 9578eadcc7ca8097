namespace AudioSubnet.Engines.Tests;

[Trait("Area", "engines")]
public class EngineCatalogTests
{
    private readonly EngineCatalog _catalog = new();

    [Fact]
    public void Every_listed_engine_has_a_licence_and_can_be_made_by_its_name()
    {
        foreach (var engine in _catalog.Engines.Where(engine => engine.FindMissing() is null))
        {
            string name = engine.Name.Replace("<voice>", "en-us", StringComparison.Ordinal);
            string made = engine.Kind switch
            {
                EngineKind.TextToSpeech => _catalog.CreateTextToSpeech(name).Name,
                EngineKind.VoiceCloning => _catalog.CreateVoiceCloner(name).Name,
                _ => _catalog.CreateMusicGenerator(name).Name,
            };
            made.ShouldBe(name);
        }
        _catalog.Engines.ShouldAllBe(engine => engine.License.Length > 0);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_all_known_ones()
    {
        string message = Should.Throw<EngineException>(() => _catalog.CreateTextToSpeech("flight/slt")).Message;
        message.ShouldContain("Did you mean 'flite/slt'?");
        message.ShouldContain("flite/slt, flite/rms, flite/awb, flite/kal16, espeak-ng/<voice>");
        Should.Throw<EngineException>(() => _catalog.CreateTextToSpeech("openai/whisper-large")).Message.ShouldNotContain("Did you mean");
        Should.Throw<EngineException>(() => _catalog.CreateTextToSpeech("espeak-ng/"));
    }

    [Fact]
    public void An_engine_of_another_kind_is_said_to_be_one() =>
        Should.Throw<EngineException>(() => _catalog.CreateMusicGenerator("flite/slt")).Message.ShouldContain("not a music engine");

    [Fact]
    public void What_is_missing_is_named_with_its_package()
    {
        var engine = new EngineInfo("x/y", EngineKind.Music, "MIT", "")
        {
            Requirements = [EngineRequirement.Library("libc.so.6", "libc6"), EngineRequirement.Program("no-such-program", "no-such-package")],
        };
        engine.FindMissing().ShouldNotBeNull().Package.ShouldBe("no-such-package");
    }
}
