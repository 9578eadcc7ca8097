namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>Finds the account's voices by name. The list is read once and again when a name is not in it. Thread-safe.</summary>
internal sealed class ElevenLabsVoices(ElevenLabsApi api, TimeProvider time)
{
    /// <summary>Letters and digits in a voice's id.</summary>
    private const int IdLength = 20;

    /// <summary>Names in a message.</summary>
    private const int MaxNamed = 30;

    /// <summary>Requests for voices that do not exist must not become requests to the service.</summary>
    private static readonly TimeSpan ListAgain = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _listing = new(1, 1);
    private IReadOnlyList<ListedVoice> _listed = [];
    private long? _listedAt;

    /// <summary>The id of a voice.</summary>
    /// <param name="voice">An id, a name, or the part of a name before " - " ("George" for "George - Warm, Captivating Storyteller"); case does not matter in names.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="EngineException">No voice or several have this name.</exception>
    public async Task<string> FindAsync(string voice, CancellationToken cancellationToken)
    {
        if (voice.Length == IdLength && voice.All(char.IsAsciiLetterOrDigit))
            return voice;
        await _listing.WaitAsync(cancellationToken);
        try
        {
            if (Find(voice) is { } known)
                return known;
            if (_listedAt is null || time.GetElapsedTime(_listedAt.Value) >= ListAgain)
            {
                _listed = await api.ListVoicesAsync(cancellationToken);
                _listedAt = time.GetTimestamp();
            }

            return Find(voice) ?? throw new EngineException($"The ElevenLabs account has no voice '{voice}'. It has {Names()}.");
        }
        finally
        {
            _listing.Release();
        }
    }

    private string? Find(string voice)
    {
        foreach (Func<ListedVoice, string> naming in new Func<ListedVoice, string>[] { listed => listed.VoiceId!, listed => listed.Name!, FirstName })
        {
            ListedVoice[] found = [.. _listed.Where(listed => string.Equals(naming(listed).Trim(), voice.Trim(), StringComparison.OrdinalIgnoreCase)).DistinctBy(listed => listed.VoiceId)];
            if (found.Length > 1)
                throw new EngineException($"{found.Length} voices of the ElevenLabs account are called '{voice}': {string.Join(", ", found.Select(listed => $"{listed.VoiceId} ({listed.Name})"))}. Name one by its id.");
            if (found.Length == 1)
                return found[0].VoiceId;
        }

        return null;
    }

    private static string FirstName(ListedVoice voice) => voice.Name!.Split(" - ", 2)[0];

    private string Names() => _listed.Count == 0
        ? "none"
        : string.Join(", ", _listed.Take(MaxNamed).Select(FirstName)) + (_listed.Count > MaxNamed ? $" and {_listed.Count - MaxNamed} more" : "");
}
