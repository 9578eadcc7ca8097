using AudioSubnet.Inference.Hub;
using AudioSubnet.Validator.Prompts;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Voices;

/// <summary>Recordings of a data set on the Hugging Face hub, pulled once and kept in the cache; where they cannot be had, the fallback
/// serves and one line says so.</summary>
/// <param name="dataset">The recordings.</param>
/// <param name="fallback">What serves while the data set cannot be had.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears why the fallback serves.</param>
public sealed class HubVoiceSource(HubDataset dataset, IVoiceSource fallback, TimeProvider time, ILogger<HubVoiceSource> logger) : IVoiceSource, IDisposable
{
    /// <summary>The recordings that the existing network uses.</summary>
    public const string VoiceDataset = "etechgrid/28.5k_wavfiles_dataset";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<string, string>? _paths;
    private long? _failed;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_paths is null && (_failed is not { } since || time.GetElapsedTime(since) >= RetryInterval))
                _paths = await FindAsync(cancellationToken);
        }
        catch (HubException problem)
        {
            if (_failed is null)
                Log.DatasetReplaced(logger, dataset.Id, "shipped", problem.Message);
            _failed = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }

        return _paths is { } paths ? [.. paths.Keys.Order(StringComparer.Ordinal)] : await fallback.GetNamesAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<VoiceReference> ReadAsync(string name, CancellationToken cancellationToken = default) =>
        _paths is { } paths && paths.TryGetValue(name, out string? path)
            ? await new FolderVoiceSource(Path.GetDirectoryName(path)!).ReadAsync(Path.GetFileName(path), cancellationToken)
            : await fallback.ReadAsync(name, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // Recordings that cannot be cloned from (too short, too long, broken) are left out here, so that no round is lost to them.
    private async Task<Dictionary<string, string>> FindAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = await dataset.GetRecordingsAsync(cancellationToken: cancellationToken);
        var usable = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in files)
            if (await IsUsableAsync(file, cancellationToken))
                usable.TryAdd($"{dataset.Id}/{Path.GetFileName(file)}", file);
        Log.DatasetRead(logger, dataset.Id, usable.Count, files.Count - usable.Count);
        return usable.Count > 0
            ? usable
            : throw new HubException(HubErrorKind.Corrupt, $"None of its {files.Count} recordings can be used.");
    }

    private static async Task<bool> IsUsableAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await new FolderVoiceSource(Path.GetDirectoryName(file)!).ReadAsync(Path.GetFileName(file), cancellationToken);
            return true;
        }
        catch (PromptSourceException)
        {
            return false;
        }
    }
}
