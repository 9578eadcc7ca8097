using AudioSubnet.Engines.Cloning;
using AudioSubnet.Engines.ElevenLabs;
using AudioSubnet.Engines.Music;
using AudioSubnet.Engines.Neural;
using AudioSubnet.Engines.Speech;
using AudioSubnet.Engines.Speech.Native;
using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Engines;

/// <summary>
/// The engines that are known by name. To add one, add an entry to <see cref="Entries"/>: what it is, and how it is made from the part of the name behind the
/// engine's own (the voice). Neural engines go by the name of their model on the hub or by the folder of their files. Making an engine loads nothing; what it needs is loaded with its
/// first request, and a missing library is reported then or by <see cref="EngineInfo.FindMissing"/>; missing weights are reported at once.
/// </summary>
public sealed class EngineCatalog
{
    private const string AnyVoice = "/<voice>";

    private static readonly EngineRequirement FliteLibrary = EngineRequirement.Library(Flite.Library, Flite.Package);

    private readonly List<Entry> _entries = [.. Entries()];
    private readonly NeuralCatalog _neural;

    /// <summary>With settings for the neural engines.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="store">Where models are looked for; null looks where this process' environment says. It is not disposed of with the catalog.</param>
    public EngineCatalog(EngineOptions? options = null, ModelStore? store = null) => _neural = new NeuralCatalog(options ?? new EngineOptions(), store);

    /// <summary>All engines that have a name of their own, those that need no weights first.</summary>
    public IReadOnlyList<EngineInfo> Engines => [.. _entries.Select(entry => entry.Info), .. _neural.Engines, _neural.Cloner];

    /// <summary>Makes a speech engine.</summary>
    /// <param name="name">A name of <see cref="Engines"/>, a model of the hub that is on this machine, or a model's folder.</param>
    /// <exception cref="ModelUnavailableException">The weights are not on this machine.</exception>
    /// <exception cref="EngineException">No such engine; the message lists the known ones.</exception>
    public ITextToSpeech CreateTextToSpeech(string name) => (ITextToSpeech)Create(name, EngineKind.TextToSpeech);

    /// <summary>Makes a voice cloner.</summary>
    /// <param name="name">A name of <see cref="Engines"/>, a model of the hub that is on this machine, or a model's folder.</param>
    /// <exception cref="ModelUnavailableException">The weights are not on this machine.</exception>
    /// <exception cref="EngineException">No such engine; the message lists the known ones.</exception>
    public IVoiceCloner CreateVoiceCloner(string name) => (IVoiceCloner)Create(name, EngineKind.VoiceCloning);

    /// <summary>Makes a music generator.</summary>
    /// <param name="name">A name of <see cref="Engines"/>, a model of the hub that is on this machine, or a model's folder.</param>
    /// <exception cref="ModelUnavailableException">The weights are not on this machine.</exception>
    /// <exception cref="EngineException">No such engine; the message lists the known ones.</exception>
    public IMusicGenerator CreateMusicGenerator(string name) => (IMusicGenerator)Create(name, EngineKind.Music);

    private static IEnumerable<Entry> Entries()
    {
        foreach (var (voice, description) in new[]
        {
            ("slt", "English, woman, US; statistical voice, 16 kHz"),
            ("rms", "English, man, US; statistical voice, 16 kHz"),
            ("awb", "English, man, Scottish; statistical voice, 16 kHz"),
            ("kal16", "English, man, US; diphone voice, 16 kHz, the quickest"),
        })
            yield return new(
                new EngineInfo($"flite/{voice}", EngineKind.TextToSpeech, "BSD-style (flite, CMU)", description)
                {
                    Requirements = [FliteLibrary, EngineRequirement.Library(Flite.VoiceLibrary(voice), Flite.Package)],
                },
                _ => new FliteTextToSpeech(voice));

        yield return new(
            new EngineInfo($"espeak-ng{AnyVoice}", EngineKind.TextToSpeech, "GPL-3.0 (a program of its own, not linked)", "over 100 languages; formant voice, 22.05 kHz, robotic")
            {
                Requirements = [EngineRequirement.Program(EspeakProcess.Program, EspeakProcess.Package)],
            },
            voice => new EspeakTextToSpeech(voice));

        yield return new(
            new EngineInfo(
                "baseline/clone", EngineKind.VoiceCloning, "BSD-style (flite, CMU)", "English; pitch, formants and colour of the reference on the nearest flite voice, 16 kHz")
            {
                Requirements =
                [
                    FliteLibrary,
                    .. BaselineVoiceCloner.SourceVoices.Select(voice => EngineRequirement.Library(Flite.VoiceLibrary(voice), Flite.Package)),
                ],
            },
            _ => new BaselineVoiceCloner());

        yield return new(
            new EngineInfo(FluidSynthComposer.EngineName, EngineKind.Music, "MIT; FluidSynth is LGPL-2.1, the soundfont GPL-2.0", "composes for the prompt and plays it on General MIDI instruments; stereo, 32 kHz")
            {
                Requirements = [FluidSynthComposer.LibraryRequirement, FluidSynthComposer.SoundFontRequirement],
            },
            _ => new FluidSynthComposer());

        foreach (var (info, make) in ElevenLabsCatalog.Engines)
            yield return new(info, make);
    }

    private object Create(string name, EngineKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (info, make) in _entries.Where(entry => entry.Info.Kind == kind))
        {
            if (info.Name == name)
                return make("");
            string prefix = info.Name[..^Math.Min(info.Name.Length, AnyVoice.Length - 1)];
            if (info.Name.EndsWith(AnyVoice, StringComparison.Ordinal) && name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
                return make(name[prefix.Length..]);
        }
        return _neural.Create(name, kind) ?? throw Unknown(name, kind);
    }

    private EngineException Unknown(string name, EngineKind kind)
    {
        string what = kind switch { EngineKind.TextToSpeech => "speech engine", EngineKind.VoiceCloning => "voice cloner", _ => "music engine" };
        if (Engines.FirstOrDefault(engine => engine.Name == name) is { } other)
            return new EngineException($"'{name}' is not a {what}: it is for {other.Kind}. {Known()}");
        string? closest = OfKind().MinBy(known => Distance(known, name));
        string hint = closest is not null && Distance(closest, name) <= Math.Max(2, name.Length / 3) ? $" Did you mean '{closest}'?" : "";
        return new EngineException($"There is no {what} '{name}'.{hint} {Known()}");

        IEnumerable<string> OfKind() => Engines.Where(engine => engine.Kind == kind).Select(engine => engine.Name);
        string Known() => $"Known: {string.Join(", ", OfKind())}, and the folder of a model.";
    }

    /// <summary>Levenshtein's distance, ignoring case.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 0; i < left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
                current[j + 1] = Math.Min(
                    Math.Min(current[j], previous[j + 1]) + 1, previous[j] + (char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]) ? 0 : 1));
            previous = current;
        }
        return previous[^1];
    }

    private sealed record Entry(EngineInfo Info, Func<string, object> Make);
}
