using AudioSubnet.Dsp;
using AudioSubnet.Engines.Music.Composing;
using AudioSubnet.Engines.Music.Native;
using AudioSubnet.Engines.Music.Rendering;

namespace AudioSubnet.Engines.Music;

/// <summary>
/// The engine <c>fluidsynth/composer</c>: reads the prompt (<see cref="PromptReader"/>), composes (<see cref="MusicComposer"/>) and plays
/// the piece through
/// FluidSynth and a General MIDI soundfont. Output is stereo at 32 kHz, about −16 LUFS with true peaks below −1 dBFS; <see cref="AudioBuffer.ToMono"/>
/// gives the one
/// channel that the network carries. Thread-safe; each request has a synthesizer of its own.
/// </summary>
public sealed class FluidSynthComposer : IMusicGenerator
{
    /// <summary>The engine's name.</summary>
    public const string EngineName = "fluidsynth/composer";

    /// <summary>Sample rate of the output in Hz.</summary>
    public const int SampleRate = 32000;

    /// <summary>Longest piece in seconds.</summary>
    public const double LongestSeconds = 300;

    private readonly string? _soundFont;

    /// <summary>With the soundfont of this machine (<see cref="SoundFont.Find"/>). Nothing is loaded before the first request.</summary>
    public FluidSynthComposer()
    {
    }

    /// <summary>With a soundfont of one's own.</summary>
    /// <param name="soundFont">Path of an SF2 file.</param>
    public FluidSynthComposer(string soundFont)
    {
        ArgumentException.ThrowIfNullOrEmpty(soundFont);
        _soundFont = soundFont;
    }

    /// <summary>The General MIDI soundfont, for the catalog's check of what is missing.</summary>
    internal static EngineRequirement SoundFontRequirement { get; } = new("a General MIDI soundfont", "timgm6mb-soundfont", () => SoundFont.Exists);

    /// <summary>The synthesizer library, for the catalog's check of what is missing.</summary>
    internal static EngineRequirement LibraryRequirement { get; } = EngineRequirement.Library(FluidSynthLibrary.FileName, "libfluidsynth3");

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <summary>The piece that <see cref="ComposeAsync"/> plays for a request with this seed: what was read out of the prompt and what was
    /// made of it.</summary>
    /// <exception cref="EngineException">The length is out of range.</exception>
    public static Composition Explain(string prompt, double seconds, int seed)
    {
        Check(prompt, seconds);
        return MusicComposer.Compose(prompt, seconds, seed);
    }

    /// <inheritdoc/>
    public async Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request.Prompt, request.Seconds);
        FluidRenderer renderer = Renderer();
        int seed = request.Seed ?? Random.Shared.Next();
        return await Task.Run(() => Play(renderer, MusicComposer.Compose(request.Prompt, request.Seconds, seed), cancellationToken), cancellationToken);
    }

    /// <exception cref="EngineUnavailableException">FluidSynth or a soundfont is missing.</exception>
    private FluidRenderer Renderer()
    {
        if (!LibraryRequirement.IsMet())
            throw new EngineUnavailableException(EngineName, LibraryRequirement.Name, LibraryRequirement.Package);
        string soundFont = _soundFont ?? SoundFont.Find()
            ?? throw new EngineUnavailableException(EngineName, SoundFontRequirement.Name, SoundFontRequirement.Package);
        if (!File.Exists(soundFont))
            throw new EngineException($"Engine '{EngineName}': the soundfont '{soundFont}' does not exist.");
        if (!SoundFont.HasMark(soundFont))
            throw new EngineException($"Engine '{EngineName}': '{soundFont}' is not a soundfont. Name an SF2 file in {SoundFont.Variable}.");
        return new FluidRenderer(EngineName, soundFont);
    }

    private static AudioBuffer Play(FluidRenderer renderer, Composition piece, CancellationToken cancellationToken)
    {
        int frames = Math.Max(1, (int)Math.Round(piece.Seconds * SampleRate));
        (float[] left, float[] right) = renderer.Render(piece, frames, SampleRate, cancellationToken);
        MonoFold.Apply(left, right);
        Mastering.Apply(left, right, SampleRate);
        return new AudioBuffer([left, right], SampleRate);
    }

    private static void Check(string prompt, double seconds)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        if (double.IsNaN(seconds) || seconds <= 0 || seconds > LongestSeconds)
            throw new EngineException($"Engine '{EngineName}' makes between 0 and {LongestSeconds} seconds of music; {seconds} seconds were asked for.");
    }
}
