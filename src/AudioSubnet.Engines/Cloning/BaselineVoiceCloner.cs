using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Dsp.Synthesis;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.Cloning;

/// <summary>
/// Clones a voice by its measures: speaks with the nearest flite voice, moves pitch and its range by TD-PSOLA, and resonances and colour by the spectral envelope.
/// It is a baseline: the voice gets the reference's pitch, size and brightness, not its manner. No model, no download, 16 kHz mono. Thread-safe.
/// </summary>
public sealed class BaselineVoiceCloner : IVoiceCloner
{
    /// <summary>What the voices speak to be measured: every vowel and most consonants of English.</summary>
    private const string Calibration =
        "The beige hue on the waters of the loch impressed all, including the French queen, before she heard that symphony again. "
        + "Oh, yes: my father and your uncle should join us for good food, and a bath, at the house by the shore.";

    /// <summary>The statistical voices; the diphone voice stands pitch changes badly.</summary>
    internal static IReadOnlyList<string> SourceVoices { get; } = ["slt", "rms", "awb"];

    /// <summary>Factors within which PSOLA keeps a voice natural.</summary>
    private const double MinPitchFactor = 0.5, MaxPitchFactor = 2;

    private readonly PitchTracker _tracker = new();
    private readonly SemaphoreSlim _measuring = new(1, 1);
    private IReadOnlyList<(string Voice, VoiceProfile Profile)>? _sources;

    /// <inheritdoc/>
    public string Name => "baseline/clone";

    /// <inheritdoc/>
    public async Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.Check(Name, request.Text, speakingRate: 1);
        VoiceProfile target = await Task.Run(() => ReferenceVoice.Measure(Name, request.Reference, cancellationToken), cancellationToken);
        var (voice, source) = Nearest(await SourcesAsync(cancellationToken), target);
        AudioBuffer speech = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(request.Text), cancellationToken);
        return await Task.Run(() => Convert(speech, source, target, cancellationToken), cancellationToken);
    }

    /// <summary>The voice that needs the least change: an octave of pitch counts as much as a vocal tract 40 % longer, because formants are harder to move than pitch.</summary>
    private static (string Voice, VoiceProfile Profile) Nearest(IReadOnlyList<(string Voice, VoiceProfile Profile)> sources, VoiceProfile target) =>
        sources.MinBy(source =>
            Math.Abs(Math.Log2(target.MedianFrequency / source.Profile.MedianFrequency)) + 2 * Math.Abs(Math.Log2(target.FormantScaleOver(source.Profile))));

    private AudioBuffer Convert(AudioBuffer speech, VoiceProfile source, VoiceProfile target, CancellationToken cancellationToken)
    {
        // Pitch: the median of this very text goes to the target's, and the distance from it is scaled by the ratio of the spreads.
        PitchTrack pitch = _tracker.Track(speech);
        double median = pitch.MedianFrequency > 0 ? pitch.MedianFrequency : source.MedianFrequency;
        double range = Math.Clamp(target.SpreadSemitones / Math.Max(source.SpreadSemitones, 0.5), 0.6, 1.6);
        double TargetFrequency(double frequency) =>
            frequency * Math.Clamp(target.MedianFrequency / frequency * Math.Pow(frequency / median, range), MinPitchFactor, MaxPitchFactor);
        float[] moved = Psola.Transform(speech.Mono.Span, speech.SampleRate, pitch, TargetFrequency);
        cancellationToken.ThrowIfCancellationRequested();

        double formantScale = target.FormantScaleOver(source);
        double[] colour = TimbreFilter.Colour(source, target, formantScale);
        float[] coloured = TimbreFilter.Apply(moved, target.MedianFrequency, formantScale, colour, cancellationToken);
        return Editing.SetLevel(new AudioBuffer(coloured, speech.SampleRate));
    }

    /// <summary>The measures of the source voices, taken with the first request.</summary>
    private async Task<IReadOnlyList<(string Voice, VoiceProfile Profile)>> SourcesAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _sources) is { } known)
            return known;
        await _measuring.WaitAsync(cancellationToken);
        try
        {
            if (_sources is not null)
                return _sources;
            var measured = await Task.WhenAll(SourceVoices.Select(voice => MeasureSourceAsync(voice, cancellationToken)));
            Volatile.Write(ref _sources, measured);
            return measured;
        }
        finally
        {
            _measuring.Release();
        }
    }

    private static async Task<(string Voice, VoiceProfile Profile)> MeasureSourceAsync(string voice, CancellationToken cancellationToken)
    {
        AudioBuffer speech = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(Calibration), cancellationToken);
        return (voice, await Task.Run(() => VoiceProfile.Measure(Editing.SetLevel(speech), cancellationToken), cancellationToken));
    }
}
