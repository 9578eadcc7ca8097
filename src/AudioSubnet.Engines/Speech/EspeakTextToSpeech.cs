using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Engines.Speech;

/// <summary>
/// Speech by espeak-ng in any of its languages: 22.05 kHz mono, robotic, quick. It runs as a child process that is fed text and read as WAV: its licence (GPL) stays at arm's
/// length and its crashes stay outside. The next process is always started ahead and waits for its text, so that a request does not pay for the start.
/// Thread-safe; dispose of it to end the waiting process.
/// </summary>
public sealed class EspeakTextToSpeech : ITextToSpeech, IDisposable
{
    /// <summary>The program's own speed in words a minute.</summary>
    private const int WordsPerMinute = 175;

    private readonly string _voice;
    private readonly TimeSpan _timeLimit;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _checking = new(1, 1);
    private EspeakProcess? _waiting;
    private bool _checked;
    private bool _disposed;

    /// <summary>An engine for a voice. The program is asked whether it has it with the first request.</summary>
    /// <param name="voice">A language or voice of <c>espeak-ng --voices</c>, with a variant if wanted: "en-us", "de", "en-gb+f3".</param>
    /// <param name="timeLimit">Longest time for one text; null takes 30 s.</param>
    /// <param name="time">The clock of the time limit; null takes the system's.</param>
    /// <exception cref="EngineException">The voice is not a possible name.</exception>
    public EspeakTextToSpeech(string voice, TimeSpan? timeLimit = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(voice);
        if (voice.Length is 0 or > 64 || voice[0] == '-' || !voice.All(c => char.IsAsciiLetterOrDigit(c) || "-_+/().,".Contains(c, StringComparison.Ordinal)))
            throw new EngineException($"'{voice}' is not the name of an espeak-ng voice; see: espeak-ng --voices");
        _voice = voice;
        _timeLimit = timeLimit ?? TimeSpan.FromSeconds(30);
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Name => $"espeak-ng/{_voice}";

    /// <inheritdoc/>
    public async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        SpeechLimits.CheckOneVoice(Name, request);
        using var limit = new CancellationTokenSource(_timeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await RequireVoiceAsync(either.Token);
            using EspeakProcess process = TakeProcess(request.SpeakingRate);
            byte[] wav = await process.RunAsync(Sanitize(request.Text), either.Token);
            var audio = WavFile.Decode(wav, Name);
            return Levels.Peak(audio.Mono.Span) > 1e-3 ? audio : throw new EngineException($"{Name}: there is nothing in the text that it can speak.");
        }
        catch (OperationCanceledException cause) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new EngineException($"{Name} took longer than {_timeLimit.TotalSeconds:0.#} s and was stopped.", cause);
        }
        catch (AudioFileException cause)
        {
            throw new EngineException($"{Name} gave no sound: {cause.Message}", cause);
        }
    }

    /// <summary>Ends the process that waits for the next text.</summary>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _waiting, null)?.Dispose();
        _checking.Dispose();
    }

    /// <summary>The process that waits, or a new one; another is started to wait in its place. A speed of its own needs a process of its own.</summary>
    private EspeakProcess TakeProcess(double speakingRate)
    {
        if (speakingRate != 1)
            return StartProcess(speakingRate);
        EspeakProcess? next = Interlocked.Exchange(ref _waiting, StartProcess(1));
        if (_disposed)
            Interlocked.Exchange(ref _waiting, null)?.Dispose();
        if (next is { IsAlive: true })
            return next;
        next?.Dispose();
        return StartProcess(1);
    }

    private EspeakProcess StartProcess(double speakingRate)
    {
        // espeak-ng speaks 80 to 450 words a minute and takes other numbers for the nearest of these.
        string speed = Math.Clamp((int)Math.Round(WordsPerMinute * speakingRate), 80, 450).ToString(CultureInfo.InvariantCulture);
        return EspeakProcess.Start(["-v", _voice, "-s", speed, "-b", "1", "--stdin", "--stdout"]);
    }

    private async Task RequireVoiceAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _checked))
            return;
        await _checking.WaitAsync(cancellationToken);
        try
        {
            if (_checked)
                return;
            var voices = await EspeakVoices.ListAsync(cancellationToken);
            if (!voices.Contains(_voice))
                throw new EngineException($"espeak-ng has no voice '{_voice}'. It speaks {string.Join(", ", voices.Languages)}; variants such as +f3 or +m2 may follow.");
            Volatile.Write(ref _checked, value: true);
        }
        finally
        {
            _checking.Release();
        }
    }

    /// <summary>Control characters would cut the text, and double brackets would switch to phoneme codes.</summary>
    private static string Sanitize(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\n' || c is '[' or ']' ? ' ' : c)) + "\n";
}
