namespace AudioSubnet.Validator.Prompts;

/// <summary>Where prompts come from: the shipped list, a CSV file, a data set. Thread-safe.</summary>
public interface IPromptSource
{
    /// <summary>Name for logs and evidence, for example "shipped" or a file name.</summary>
    string Name { get; }

    /// <summary>All usable prompts for a service, without duplicates: numbers in words, none longer than 256 characters.</summary>
    /// <remarks>Text-to-speech and voice cloning take sentences, music takes descriptions.</remarks>
    /// <exception cref="PromptSourceException">The source cannot be read or has no usable prompt for the service.</exception>
    ValueTask<IReadOnlyList<string>> GetPromptsAsync(AudioService service, CancellationToken cancellationToken = default);
}
