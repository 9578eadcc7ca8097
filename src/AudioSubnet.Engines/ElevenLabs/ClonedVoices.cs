using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>
/// The voices that this process has made in the account. Requests with the same recording share one; a few are kept for the next request. Each is deleted: when its request failed or
/// was cancelled, when others need its place, when nobody asked for it for a while, and when this is disposed of. Thread-safe.
/// </summary>
internal sealed partial class ClonedVoices : IDisposable
{
    private readonly ElevenLabsApi _api;
    private readonly ElevenLabsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _expiry;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ClonedVoice> _kept = new(StringComparer.Ordinal);

    /// <summary>Ids of voices that nobody will use again and that are not known to be deleted.</summary>
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);
    private bool _disposed;

    public ClonedVoices(ElevenLabsApi api, ElevenLabsOptions options, TimeProvider time, ILogger logger)
    {
        (_api, _options, _time, _logger) = (api, options, time, logger);
        _expiry = time.CreateTimer(_ => _ = ExpireAsync(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Speaks with the voice of a recording; makes it if it is not there.</summary>
    /// <param name="wav">The recording.</param>
    /// <param name="speak">Speaks with the id that it is given.</param>
    /// <param name="cancellationToken">Ends the request. An upload under way is waited for, so that its voice can be deleted.</param>
    public async Task<T> UseAsync<T>(byte[] wav, Func<string, Task<T>> speak, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (voice, isNew) = Rent(wav);
            bool good = false;
            try
            {
                T result = await speak(await voice.Adding.WaitAsync(cancellationToken));
                good = true;
                return result;
            }
            catch (ElevenLabsException fault) when (fault.IsVoiceMissing && !isNew)
            {
                // Somebody else deleted the voice that was kept: it is made again.
            }
            finally
            {
                await ReturnAsync(voice, keep: good);
            }
        }
    }

    /// <summary>Deletes all voices.</summary>
    public void Dispose()
    {
        string[] ids;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            ids = [.. _due, .. _kept.Values.Where(voice => voice.Id is not null).Select(voice => voice.Id!)];
            _kept.Clear();
        }

        _expiry.Dispose();
        foreach (string id in ids)
            try
            {
                _api.DeleteVoiceNow(id);
            }
            catch (ElevenLabsException fault)
            {
                if (!fault.IsVoiceMissing)
                    LogKept(id, fault.Message);
            }
    }

    private (ClonedVoice Voice, bool IsNew) Rent(byte[] wav)
    {
        string recording = Convert.ToHexStringLower(SHA256.HashData(wav));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            bool isNew = !_kept.TryGetValue(recording, out ClonedVoice? voice);
            if (voice is null)
            {
                ClonedVoice[] surplus = [.. _kept.Values.Where(kept => kept.Users == 0).OrderBy(kept => kept.LastUsed).Take(Math.Max(0, _kept.Count + 1 - _options.CachedVoices))];
                Array.ForEach(surplus, Forget);
                ClonedVoice made = voice = new ClonedVoice(recording);
                voice.Adding = Task.Run(() => AddAsync(made, wav), CancellationToken.None);
                _kept.Add(recording, voice);
            }

            voice.Users++;
            return (voice, isNew);
        }
    }

    private async Task ReturnAsync(ClonedVoice voice, bool keep)
    {
        // The service would make the voice of an upload that is cut off all the same, and nobody would know its id.
        await ((Task)voice.Adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            voice.Users--;
            voice.LastUsed = _time.GetTimestamp();
            if (!keep || _kept.Count > _options.CachedVoices)
                Forget(voice);
            else if (voice.Users == 0 && IsKept(voice))
                _expiry.Change(_options.VoiceIdleLimit, Timeout.InfiniteTimeSpan);
            if (voice is { Users: 0, Id: { } id } && !IsKept(voice))
                _due.Add(id);
        }

        await DeleteDueAsync();
    }

    /// <summary>Gives a voice to nobody any more; it is due when its last user is done. To be called in the lock.</summary>
    private void Forget(ClonedVoice voice)
    {
        if (IsKept(voice))
            _kept.Remove(voice.Recording);
        if (voice is { Users: 0, Id: { } id })
            _due.Add(id);
    }

    private bool IsKept(ClonedVoice voice) => _kept.TryGetValue(voice.Recording, out ClonedVoice? kept) && kept == voice;

    private async Task<string> AddAsync(ClonedVoice voice, byte[] wav)
    {
        await DeleteDueAsync(); // frees the places of voices that had to give way
        string name = $"audiosubnet-{Guid.NewGuid():N}";
        try
        {
            string id = await _api.AddVoiceAsync(name, wav, CancellationToken.None);
            lock (_lock)
                voice.Id = id;
            return id;
        }
        catch (ElevenLabsException fault) when (fault.Status is null || (int)fault.Status >= 500)
        {
            await DeleteByNameAsync(name);
            throw;
        }
    }

    /// <summary>The answer to an upload was lost, but the voice may have been made: it is looked for by its name, which is unique.</summary>
    private async Task DeleteByNameAsync(string name)
    {
        try
        {
            foreach (ListedVoice lost in (await _api.ListVoicesAsync(CancellationToken.None)).Where(listed => listed.Name == name))
                lock (_lock)
                    _due.Add(lost.VoiceId!);
            await DeleteDueAsync();
        }
        catch (EngineException fault)
        {
            LogKept(name, fault.Message);
        }
    }

    /// <summary>Deletes what is due; what cannot be deleted now stays due.</summary>
    private async Task DeleteDueAsync()
    {
        string[] ids;
        lock (_lock)
            ids = [.. _due];
        foreach (string id in ids)
            try
            {
                await _api.DeleteVoiceAsync(id, CancellationToken.None);
                lock (_lock)
                    _due.Remove(id);
            }
            catch (Exception fault) when (fault is EngineException or ObjectDisposedException)
            {
                LogKept(id, fault.Message);
            }
    }

    private async Task ExpireAsync()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            foreach (ClonedVoice voice in _kept.Values.Where(voice => voice.Users == 0 && _time.GetElapsedTime(voice.LastUsed) >= _options.VoiceIdleLimit).ToArray())
                Forget(voice);
            if (_kept.Count > 0)
                _expiry.Change(_options.VoiceIdleLimit, Timeout.InfiniteTimeSpan);
        }

        await DeleteDueAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Voice {Voice} could not be deleted from the ElevenLabs account: {Reason} It will be tried again while this runs; then delete it by hand.")]
    private partial void LogKept(string voice, string reason);
}
