using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring;

/// <summary>Turns speech into words. Thread-safe.</summary>
public interface ISpeechRecognizer
{
    /// <summary>Name for reports, for example "pocketsphinx/en-us".</summary>
    string Name { get; }

    /// <summary>The words that were heard, lower case, without punctuation; empty if none.</summary>
    Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default);
}
