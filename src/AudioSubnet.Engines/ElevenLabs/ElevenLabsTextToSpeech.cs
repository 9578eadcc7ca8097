using System.Runtime.CompilerServices;
using AudioSubnet.Dsp;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>
/// Speech by the service of ElevenLabs: many languages, any voice of the account, 24 kHz mono unless another rate is asked for. A text is one request, whose sound comes while it
/// is spoken, so that its sentences belong together. It costs credits by the character. Thread-safe; dispose of it to close its connections.
/// </summary>
public sealed class ElevenLabsTextToSpeech : ITextToSpeech, IDisposable
{
    /// <summary>The engine's name, without a voice.</summary>
    internal const string EngineName = "elevenlabs/eleven";

    /// <summary>"George", one of the voices that each account has.</summary>
    private const string DefaultVoice = "JBFqnCBsd6RMkjVDRZzb";

    /// <summary>The slowest and fastest speed that the service takes.</summary>
    private const double MinSpeed = 0.7, MaxSpeed = 1.2;

    private readonly ElevenLabsApi _api;
    private readonly ElevenLabsVoices _voices;
    private readonly string _voice;

    /// <summary>An engine for a voice, which is looked for with the first request.</summary>
    /// <param name="voice">Name or id of a voice of the account; null takes one that each account has.</param>
    /// <param name="options">Key and address; null reads them from the environment.</param>
    /// <param name="time">The clock of the time limits; null takes the system's.</param>
    /// <exception cref="EngineException">There is no key, or it cannot be one.</exception>
    public ElevenLabsTextToSpeech(string? voice = null, ElevenLabsOptions? options = null, TimeProvider? time = null)
    {
        Name = voice is null ? EngineName : $"{EngineName}/{voice}";
        _voice = voice ?? DefaultVoice;
        _api = new ElevenLabsApi(options ?? ElevenLabsOptions.FromEnvironment(), time ?? TimeProvider.System);
        _voices = new ElevenLabsVoices(_api, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        SpeechPieces.JoinAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AudioBuffer> StreamAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.Check(Name, request.Text, request.SpeakingRate);
        if (request.SpeakingRate is < MinSpeed or > MaxSpeed)
            throw new EngineException($"{Name}: the speaking rate is {request.SpeakingRate}; the service takes {MinSpeed} to {MaxSpeed}.");
        string voice = await _voices.FindAsync(request.Speaker ?? _voice, cancellationToken);
        await foreach (AudioBuffer piece in _api.SpeakAsync(voice, request.Text, request.SpeakingRate, request.Seed, cancellationToken))
            yield return piece;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _api.Dispose();
}
