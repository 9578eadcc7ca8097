using AudioSubnet.Dsp;
using AudioSubnet.Models.Wav2Vec2.Decoding;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>
/// Recordings of any length to text: overlapping windows are heard one by one, their frames joined in the middle of the overlaps, and the whole decoded at once, so that words at the
/// seams are neither lost nor doubled. Thread-safe.
/// </summary>
public sealed class SpeechTranscriber
{
    private readonly Wav2Vec2Ctc _model;
    private readonly TranscriptionOptions _options;
    private readonly CtcBeamSearch? _search;
    private readonly int[] _marks;

    /// <summary>Makes a transcriber over a model, which must outlive it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Its settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">The margins leave nothing of a window.</exception>
    public SpeechTranscriber(Wav2Vec2Ctc model, TranscriptionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _options) = (model, options ?? new TranscriptionOptions());
        if (!(_options.MarginSeconds >= 0 && _options.WindowSeconds >= 2 * _options.MarginSeconds + 0.1))
            throw new ArgumentException($"Windows of {_options.WindowSeconds} s with margins of {_options.MarginSeconds} s leave nothing in between.", nameof(options));
        if (_options.Beam is not null || _options.LanguageModel is not null)
            _search = new CtcBeamSearch(model.Tokenizer, _options.Beam, _options.LanguageModel);
        _marks = model.Tokenizer.Marks;
    }

    /// <summary>The text of a recording, in the model's own letters (capitals for the published ones).</summary>
    /// <param name="audio">Speech of any rate.</param>
    /// <param name="cancellationToken">Stops within one operation of the model.</param>
    /// <returns>The words; empty if none were heard, or the recording is too short for any.</returns>
    public string Transcribe(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        CtcLogits logits = Score(Waveform.Prepare(audio, _model.Extractor.SamplingRate), cancellationToken);
        if (logits.Frames == 0)
            return "";
        for (int frame = 0; frame < logits.Frames; frame++)
            foreach (int mark in _marks)
                logits.Values[frame * logits.Vocabulary + mark] = float.NegativeInfinity;
        return _search is null ? _model.Tokenizer.Decode(logits.Likeliest()) : _model.Tokenizer.DecodeLetters(_search.Decode(logits, cancellationToken));
    }

    /// <summary>Scores of all frames of a recording.</summary>
    internal CtcLogits Score(float[] samples, CancellationToken cancellationToken)
    {
        int frames = _model.Config.Frames(samples.Length);
        if (frames <= 0)
            return new CtcLogits([], 0, 0);
        double rate = (double)_model.Extractor.SamplingRate / _model.Config.SamplesPerFrame;
        int longest = Math.Max(1, (int)(_options.WindowSeconds * rate)), margin = (int)(_options.MarginSeconds * rate);
        var parts = new List<CtcLogits>();
        int count = frames <= longest ? 1 : (frames - 1) / (longest - 2 * margin) + 1;
        for (int i = 0; i < count; i++)
        {
            int first = (int)((long)frames * i / count), end = (int)((long)frames * (i + 1) / count);
            int from = Math.Max(0, first - margin), to = Math.Min(frames, end + margin);
            parts.Add(Window(samples, from, to, to == frames, cancellationToken).Part(first - from, end - from));
        }
        return parts.Count == 1 ? parts[0] : CtcLogits.Join(parts);
    }

    /// <summary>Scores of the frames of a window, which is normalised by itself, as the model's training clips were.</summary>
    private CtcLogits Window(float[] samples, int from, int to, bool isLast, CancellationToken cancellationToken)
    {
        int start = from * _model.Config.SamplesPerFrame;
        int length = isLast ? samples.Length - start : _model.Config.SamplesFor(to - from);
        float[] window = samples.AsSpan(start, length).ToArray();
        if (_model.Extractor.DoNormalize)
            Waveform.Normalize(window);
        return _model.Score(window, cancellationToken: cancellationToken);
    }
}
