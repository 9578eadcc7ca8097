using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Synthesis;
using AudioSubnet.Engines.Cloning;
using AudioSubnet.Engines.Speech;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>
/// Clones a voice by the service of ElevenLabs (instant voice cloning): a voice is made of the recording, speaks, and is deleted again. A few are kept for some minutes, because
/// references come back and plans count how many voices are made. Voices that a killed process leaves behind are called <c>audiosubnet-…</c>. Thread-safe; dispose of it to
/// delete its voices.
/// </summary>
public sealed class ElevenLabsVoiceCloner : IVoiceCloner, IDisposable
{
    /// <summary>Highest rate of an upload in Hz; more would only be more to send.</summary>
    private const int MaxSampleRate = 44_100;

    /// <summary>Longest upload in seconds: 5.3 MB, within the service's 10 MB a file; one to two minutes is what it advises.</summary>
    private const double MaxSeconds = 60;

    private readonly ElevenLabsApi _api;
    private readonly ClonedVoices _voices;

    /// <summary>A cloner; nothing is sent before the first request.</summary>
    /// <param name="options">Key, address and how many voices are kept; null reads key and address from the environment.</param>
    /// <param name="time">The clock of the time limits; null takes the system's.</param>
    /// <param name="logger">Hears of voices that could not be deleted.</param>
    /// <exception cref="EngineException">There is no key, or it cannot be one.</exception>
    public ElevenLabsVoiceCloner(ElevenLabsOptions? options = null, TimeProvider? time = null, ILogger<ElevenLabsVoiceCloner>? logger = null)
    {
        options ??= ElevenLabsOptions.FromEnvironment();
        time ??= TimeProvider.System;
        _api = new ElevenLabsApi(options, time);
        _voices = new ClonedVoices(_api, options, time, logger ?? NullLogger<ElevenLabsVoiceCloner>.Instance);
    }

    /// <inheritdoc/>
    public string Name => ElevenLabsTextToSpeech.EngineName;

    /// <inheritdoc/>
    public async Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.Check(Name, request.Text, speakingRate: 1);
        byte[] wav = await Task.Run(() => Prepare(request.Reference, cancellationToken), cancellationToken);
        return await _voices.UseAsync(
            wav,
            voice => SpeechPieces.JoinAsync(_api.SpeakAsync(voice, request.Text, rate: 1, request.Seed, cancellationToken), cancellationToken),
            cancellationToken);
    }

    /// <summary>Deletes the voices that were kept, and closes the connections.</summary>
    public void Dispose()
    {
        _voices.Dispose();
        _api.Dispose();
    }

    /// <summary>The recording as it is sent; one that holds no voice is refused before it costs anything.</summary>
    private byte[] Prepare(AudioBuffer reference, CancellationToken cancellationToken)
    {
        ReferenceVoice.Measure(Name, reference, cancellationToken);
        AudioBuffer mono = Editing.TrimSilence(reference.ToMono());
        int frames = (int)Math.Min(mono.Frames, MaxSeconds * mono.SampleRate);
        mono = new AudioBuffer(mono.Mono[..frames].ToArray(), mono.SampleRate);
        return WavFile.Encode(Editing.SetLevel(mono.SampleRate > MaxSampleRate ? Resampler.Resample(mono, MaxSampleRate) : mono));
    }
}
