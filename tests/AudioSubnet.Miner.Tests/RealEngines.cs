using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Tests;

/// <summary>
/// The engines that need no download. Tests that use them are skipped, with the package's name, where one is not installed.
/// </summary>
internal static class RealEngines
{
    public static readonly EngineCatalog Catalog = new();

    public static ITextToSpeech Speech(string name = "flite/slt")
    {
        SkipUnlessInstalled(name);
        return new RememberingSpeech(Catalog.CreateTextToSpeech(name));
    }

    public static IMusicGenerator Music()
    {
        SkipUnlessInstalled("fluidsynth/composer");
        return Catalog.CreateMusicGenerator("fluidsynth/composer");
    }

    public static IVoiceCloner Cloner()
    {
        SkipUnlessInstalled("baseline/clone");
        return Catalog.CreateVoiceCloner("baseline/clone");
    }

    private static void SkipUnlessInstalled(string name)
    {
        EngineRequirement? missing = Catalog.Engines.Single(engine => engine.Name == name).FindMissing();
        Assert.SkipUnless(missing is null, $"{name} needs the package {missing?.Package}");
    }
}
