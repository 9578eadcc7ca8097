using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Prompts;

/// <summary>Prompts of the operator's own CSV files. They are read again when they change.</summary>
/// <param name="speechPath">File of sentences for speech and voice cloning; null takes <paramref name="fallback"/>.</param>
/// <param name="musicPath">File of descriptions for music; null takes <paramref name="fallback"/>.</param>
/// <param name="fallback">Where the prompts of a service without a file come from.</param>
/// <param name="logger">Hears of skipped rows.</param>
public sealed class CsvPromptSource(string? speechPath, string? musicPath, IPromptSource fallback, ILogger<CsvPromptSource> logger) : IPromptSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTime Written, IReadOnlyList<string> Prompts)> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => string.Join(
        " + ", new[] { speechPath, musicPath, speechPath is null || musicPath is null ? fallback.Name : null }.OfType<string>());

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> GetPromptsAsync(AudioService service, CancellationToken cancellationToken = default)
    {
        string? path = service == AudioService.MusicGeneration ? musicPath : speechPath;
        if (path is null)
            return await fallback.GetPromptsAsync(service, cancellationToken);

        DateTime written = File.GetLastWriteTimeUtc(path);
        lock (_lock)
            if (_read.TryGetValue(path, out var known) && known.Written == written)
                return known.Prompts;

        CsvPromptList list = await CsvPrompts.ReadAsync(path, cancellationToken);
        foreach (CsvPromptFault fault in list.Faults)
            Log.PromptRowSkipped(logger, path, fault.Line, fault.Reason);
        string[] prompts = [.. list.Rows.Select(row => row.Prompt).Distinct(StringComparer.Ordinal)];
        if (prompts.Length == 0)
            throw new PromptSourceException(
                $"{path} has no usable prompt ({list.Faults.Count} rows were skipped). Write one prompt a line.");
        lock (_lock)
            _read[path] = (written, prompts);
        return prompts;
    }
}
