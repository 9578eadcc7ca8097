using AudioSubnet.Engines.ElevenLabs;

namespace AudioSubnet.Engines.Tests.ElevenLabs;

[Trait("Area", "engines")]
public class ElevenLabsCatalogTests
{
    [Fact]
    public void The_engines_are_listed_with_their_terms_and_the_missing_key()
    {
        EngineInfo[] engines = [.. new EngineCatalog().Engines.Where(engine => engine.Name.StartsWith("elevenlabs/", StringComparison.Ordinal))];
        engines.Select(engine => (engine.Name, engine.Kind)).ShouldBe(
        [
            ("elevenlabs/eleven", EngineKind.TextToSpeech), ("elevenlabs/eleven/<voice>", EngineKind.TextToSpeech), ("elevenlabs/eleven", EngineKind.VoiceCloning),
        ]);
        engines.ShouldAllBe(engine => engine.License == "ElevenLabs terms of service; paid API");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("ELEVEN_API") is { Length: > 0 }, "ELEVEN_API is set here");
        engines.ShouldAllBe(engine => engine.FindMissing()!.Remedy == "ELEVEN_API is not set");
        Should.Throw<EngineException>(() => new EngineCatalog().CreateTextToSpeech("elevenlabs/eleven/George")).Message.ShouldContain("ELEVEN_API is not set");
        Should.Throw<EngineException>(() => new EngineCatalog().CreateVoiceCloner("elevenlabs/eleven")).Message.ShouldContain("ELEVEN_API is not set");
    }

    [Fact]
    public void Key_model_and_address_come_from_the_environment()
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal) { ["ELEVEN_API"] = " secret\n", ["ELEVEN_ENDPOINT"] = "https://example.org/eleven", ["ELEVEN_MODEL"] = "eleven_flash_v2_5" };
        ElevenLabsOptions options = ElevenLabsOptions.From(set.GetValueOrDefault);
        (options.ApiKey, options.Endpoint, options.Model).ShouldBe(("secret", new Uri("https://example.org/eleven"), "eleven_flash_v2_5"));
        options.ToString().ShouldBe("eleven_flash_v2_5 at https://example.org/eleven");

        set["ELEVEN_ENDPOINT"] = "nowhere";
        Should.Throw<EngineException>(() => ElevenLabsOptions.From(set.GetValueOrDefault)).Message.ShouldContain("ELEVEN_ENDPOINT is not an address");
        set["ELEVEN_API"] = " ";
        Should.Throw<EngineException>(() => ElevenLabsOptions.From(set.GetValueOrDefault)).Message.ShouldContain("ELEVEN_API is not set");
    }
}
