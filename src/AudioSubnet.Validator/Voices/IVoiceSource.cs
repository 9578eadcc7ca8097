namespace AudioSubnet.Validator.Voices;

/// <summary>Where the recordings of voices to clone come from. Thread-safe.</summary>
public interface IVoiceSource
{
    /// <summary>Names of all recordings, without duplicates.</summary>
    /// <exception cref="Prompts.PromptSourceException">There are none.</exception>
    ValueTask<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a recording, mono, at its own rate, at least 1 and at most 60 seconds long.</summary>
    /// <exception cref="Prompts.PromptSourceException">It cannot be read or is too short or too long.</exception>
    ValueTask<VoiceReference> ReadAsync(string name, CancellationToken cancellationToken = default);
}
