using AudioSubnet.Dsp;
using AudioSubnet.Engines.Speech.Native;

namespace AudioSubnet.Engines.Speech;

/// <summary>
/// The one user of flite in a process, and its lock. Flite is not thread-safe even across voices: they share one lexicon, one phone set and reference-counted
/// values whose counts are plain integers, and the speaking rate is a feature of the voice object. So there is one session, static because the library's own state is,
/// and one sentence is spoken at a time (about 30 times faster than it sounds). Voices are never unregistered: they are tables in the library's image.
/// </summary>
internal sealed class FliteSession
{
    private readonly Dictionary<string, IntPtr> _voices = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    private FliteSession()
    {
    }

    /// <summary>The session of this process; nothing native is touched before the first sentence.</summary>
    public static FliteSession Shared { get; } = new();

    /// <summary>Speaks one sentence.</summary>
    /// <param name="voice">slt, rms, awb or kal16.</param>
    /// <param name="sentence">Printable ASCII.</param>
    /// <param name="speakingRate">Relative to the voice's own.</param>
    /// <param name="cancellationToken">Cancels the wait for the turn; a sentence that has begun is finished.</param>
    /// <exception cref="EngineException">flite gives no sound for the sentence.</exception>
    /// <exception cref="EngineUnavailableException">flite or the voice is not on this machine.</exception>
    public async Task<AudioBuffer> SpeakAsync(string voice, string sentence, double speakingRate, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Speak(voice, sentence, speakingRate), CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private unsafe AudioBuffer Speak(string name, string sentence, double speakingRate)
    {
        FliteVoicePrefix* voice = Voice(name);
        // Literals lie in the image, so the pointer that flite keeps stays good.
        fixed (byte* stretch = "duration_stretch"u8)
            Flite.SetFeature(voice->Features, stretch, (float)(1 / speakingRate));
        using FliteWaveHandle wave = Flite.TextToWave(sentence, voice);
        if (wave.IsInvalid)
            throw new EngineException($"flite/{name} could not speak \"{sentence}\".");
        float[] samples = wave.ToSamples(out int sampleRate);
        return new AudioBuffer(samples, sampleRate);
    }

    private unsafe FliteVoicePrefix* Voice(string name)
    {
        if (_voices.TryGetValue(name, out IntPtr known))
            return (FliteVoicePrefix*)known;
        string engine = $"flite/{name}";
        try
        {
            Flite.Initialize(); // does nothing from the second call on
            FliteVoicePrefix* voice = name switch
            {
                "slt" => Flite.RegisterSlt(IntPtr.Zero),
                "rms" => Flite.RegisterRms(IntPtr.Zero),
                "awb" => Flite.RegisterAwb(IntPtr.Zero),
                "kal16" => Flite.RegisterKal16(IntPtr.Zero),
                _ => throw new EngineException($"flite has no voice '{name}'."),
            };
            _voices[name] = (IntPtr)voice;
            return voice;
        }
        catch (DllNotFoundException)
        {
            throw new EngineUnavailableException(engine, $"{Flite.Library} with {Flite.VoiceLibrary(name)}", Flite.Package);
        }
    }
}
