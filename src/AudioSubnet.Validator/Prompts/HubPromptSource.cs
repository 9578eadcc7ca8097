using AudioSubnet.Inference.Hub;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Prompts;

/// <summary>Prompts of data sets on the Hugging Face hub, those that the existing network draws from. They are pulled once and kept in the
/// cache; where they cannot be had, the fallback serves and one line says so.</summary>
/// <param name="speech">Sentences for speech and voice cloning.</param>
/// <param name="music">Descriptions of music.</param>
/// <param name="fallback">What serves while a data set cannot be had.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears why the fallback serves, and of rows that are not used.</param>
public sealed class HubPromptSource(HubDataset speech, HubDataset music, IPromptSource fallback, TimeProvider time, ILogger<HubPromptSource> logger)
    : IPromptSource, IDisposable
{
    /// <summary>The data set of sentences that the existing network uses.</summary>
    public const string SpeechDataset = "etechgrid/Prompts_for_Voice_cloning_and_TTS";

    /// <summary>The data set of descriptions of music that the existing network uses.</summary>
    public const string MusicDataset = "etechgrid/prompts_for_TTM";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<HubDataset, IReadOnlyList<string>> _read = [];
    private readonly Dictionary<HubDataset, long> _failed = [];

    /// <inheritdoc/>
    public string Name => $"{speech.Id} + {music.Id}";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> GetPromptsAsync(AudioService service, CancellationToken cancellationToken = default)
    {
        HubDataset dataset = service == AudioService.MusicGeneration ? music : speech;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_read.TryGetValue(dataset, out IReadOnlyList<string>? known))
                return known;
            if (_failed.TryGetValue(dataset, out long since) && time.GetElapsedTime(since) < RetryInterval)
                return await fallback.GetPromptsAsync(service, cancellationToken);
            return _read[dataset] = await ReadAsync(dataset, cancellationToken);
        }
        catch (HubException problem)
        {
            if (!_failed.ContainsKey(dataset))
                Log.DatasetReplaced(logger, dataset.Id, fallback.Name, problem.Message);
            _failed[dataset] = time.GetTimestamp();
            return await fallback.GetPromptsAsync(service, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<string>> ReadAsync(HubDataset dataset, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> rows = await dataset.ReadTextAsync(cancellationToken: cancellationToken);
        var prompts = new HashSet<string>(StringComparer.Ordinal);
        int skipped = 0;
        foreach (string row in rows)
            if (PromptRules.TryPrepare(row, out string prompt, out _))
                prompts.Add(prompt);
            else
                skipped++;
        Log.DatasetRead(logger, dataset.Id, prompts.Count, skipped);
        return prompts.Count > 0
            ? [.. prompts]
            : throw new HubException(HubErrorKind.Corrupt, $"None of its {rows.Count} rows can be used as a prompt.");
    }
}
