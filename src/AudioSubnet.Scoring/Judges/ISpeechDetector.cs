using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Tells speech from other sound. Thread-safe.</summary>
public interface ISpeechDetector
{
    /// <summary>Name for reports, for example "silero-vad".</summary>
    string Name { get; }

    /// <summary>Licence of its weights.</summary>
    string License { get; }

    /// <summary>Share of a recording in which somebody speaks, 0 … 1.</summary>
    /// <param name="audio">Mono, finite samples, any rate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    double SpeechShare(AudioBuffer audio, CancellationToken cancellationToken = default);
}
