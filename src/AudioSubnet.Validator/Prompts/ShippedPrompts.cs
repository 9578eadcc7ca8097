using System.Reflection;

namespace AudioSubnet.Validator.Prompts;

/// <summary>The prompts that come with the program: more than 200 sentences and more than 100 descriptions of music.</summary>
public sealed class ShippedPrompts : IPromptSource
{
    private readonly Lazy<IReadOnlyList<string>> _speech = new(() => Load("prompts.speech.txt"));
    private readonly Lazy<IReadOnlyList<string>> _music = new(() => Load("prompts.music.txt"));

    /// <inheritdoc/>
    public string Name => "shipped";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> GetPromptsAsync(AudioService service, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(service == AudioService.MusicGeneration ? _music.Value : _speech.Value);

    private static List<string> Load(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new PromptSourceException($"The program was built without its prompt list '{resource}'.");
        using var reader = new StreamReader(stream);
        var prompts = new List<string>();
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#') && PromptRules.TryPrepare(line, out string prompt, out _))
                prompts.Add(prompt);
        return [.. prompts.Distinct(StringComparer.Ordinal)];
    }
}
