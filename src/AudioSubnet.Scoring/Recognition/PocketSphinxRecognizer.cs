using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Scoring.Recognition.Native;

namespace AudioSubnet.Scoring.Recognition;

/// <summary>
/// PocketSphinx with its US English model: words without a download. Thread-safe; a bounded pool of decoders, each loaded once and used again.
/// The same audio gives the same words, whatever was heard before.
/// </summary>
public sealed class PocketSphinxRecognizer : ISpeechRecognizer, IDisposable
{
    /// <summary>Rate of the acoustic model in Hz.</summary>
    private const int SampleRate = 16000;

    /// <summary>RMS that speech is brought to before decoding, as amplitude (-23 dBFS), with the peak kept below full scale.</summary>
    private const double TargetRms = 0.07;

    private readonly PocketSphinxOptions _options;
    /// <summary>Decoders at rest: those that take noise off before they listen, and those that do not.</summary>
    private readonly ConcurrentBag<DecoderHandle> _denoising = [], _plain = [];
    private readonly SemaphoreSlim _slots;
    private int _loaded;
    private volatile bool _disposed;

    /// <summary>Checks that the libraries and models are there; decoders are loaded when first needed.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <exception cref="RecognizerUnavailableException">A library or model is missing.</exception>
    public PocketSphinxRecognizer(PocketSphinxOptions? options = null)
    {
        _options = options ?? new PocketSphinxOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Decoders, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.MaxPieceSeconds, nameof(options));
        foreach (string library in (string[])[PocketSphinx.BaseLibrary, PocketSphinx.Library])
            if (!NativeLibrary.TryLoad(library, out _))
                throw new RecognizerUnavailableException(Name, library, PocketSphinx.Package);
        foreach (string file in (string[])[AcousticModelFile, LanguageModel, Dictionary])
            if (!File.Exists(file))
                throw new RecognizerUnavailableException(Name, file, PocketSphinx.ModelPackage);
        PocketSphinx.SetLog(IntPtr.Zero);
        _slots = new SemaphoreSlim(_options.Decoders);
    }

    /// <inheritdoc/>
    public string Name => "pocketsphinx/en-us";

    /// <summary>Decoders that were loaded so far; never more than twice <see cref="PocketSphinxOptions.Decoders"/> (for clean and for noisy audio), however many clips were heard.</summary>
    public int LoadedDecoders => _loaded;

    private string AcousticModel => Path.Combine(_options.ModelFolder, "en-us");

    private string AcousticModelFile => Path.Combine(AcousticModel, "mdef");

    private string LanguageModel => Path.Combine(_options.ModelFolder, "en-us.lm.bin");

    private string Dictionary => Path.Combine(_options.ModelFolder, "cmudict-en-us.dict");

    /// <inheritdoc/>
    /// <remarks>Stereo is mixed, any sample rate is resampled, non-finite samples count as silence.</remarks>
    public async Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Transcribe(audio, cancellationToken), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Frees the decoders that are idle; those at work are freed when they end.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (ConcurrentBag<DecoderHandle> idle in (ConcurrentBag<DecoderHandle>[])[_denoising, _plain])
            while (idle.TryTake(out var decoder))
                decoder.Dispose();
    }

    private string Transcribe(AudioBuffer audio, CancellationToken cancellationToken)
    {
        float[] samples = Prepare(audio);
        var words = new StringBuilder();
        if (samples.Length == 0)
            return "";
        bool noisy = NoiseEstimate.Measure(samples, SampleRate).SignalToNoise < _options.NoisyBelow;
        ConcurrentBag<DecoderHandle> idle = noisy ? _denoising : _plain;
        DecoderHandle decoder = idle.TryTake(out var rested) ? rested : CreateDecoder(noisy);
        try
        {
            foreach (Range piece in SpeechPieces.Cut(samples, SampleRate, _options.MaxPieceSeconds))
            {
                cancellationToken.ThrowIfCancellationRequested();
                string heard = Decode(decoder, ToPcm(samples.AsSpan()[piece]));
                if (heard.Length > 0)
                    words.Append(words.Length > 0 ? " " : "").Append(heard);
            }
        }
        finally
        {
            if (_disposed)
                decoder.Dispose();
            else
                idle.Add(decoder);
        }
        return words.ToString();
    }

    /// <summary>16 kHz mono without offset, at the level the decoder expects.</summary>
    private float[] Prepare(AudioBuffer audio)
    {
        audio = audio.ToMono();
        ReadOnlySpan<float> source = audio.Mono.Span;
        int frames = (int)Math.Min(source.Length, _options.MaxSeconds * audio.SampleRate);
        var finite = new float[frames];
        for (int i = 0; i < frames; i++)
            finite[i] = float.IsFinite(source[i]) ? Math.Clamp(source[i], -8, 8) : 0;
        float[] samples = Resampler.Resample(finite, audio.SampleRate, SampleRate);

        double mean = 0, square = 0, peak = 0;
        foreach (float sample in samples)
            mean += sample / (double)samples.Length;
        foreach (float sample in samples)
        {
            square += (sample - mean) * (sample - mean) / samples.Length;
            peak = Math.Max(peak, Math.Abs(sample - mean));
        }
        if (peak < 1e-4)
            return []; // silence
        double gain = Math.Min(TargetRms / Math.Sqrt(square), 0.95 / peak);
        var noise = new Random(1); // always the same noise, so that the same audio is always heard the same way
        double amplitude = Math.Sqrt(3 * square) * gain * Math.Pow(10, -_options.ComfortNoise / 20);
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)((samples[i] - mean) * gain + amplitude * (2 * noise.NextDouble() - 1));
        return samples;
    }

    private static short[] ToPcm(ReadOnlySpan<float> samples)
    {
        var pcm = new short[samples.Length];
        for (int i = 0; i < pcm.Length; i++)
            pcm[i] = (short)Math.Clamp(MathF.Round(samples[i] * 32767), short.MinValue, short.MaxValue);
        return pcm;
    }

    private static unsafe string Decode(DecoderHandle decoder, short[] pcm)
    {
        _ = PocketSphinx.StartStream(decoder);
        if (PocketSphinx.StartUtterance(decoder) < 0)
            throw new InvalidOperationException("PocketSphinx could not start an utterance.");
        int frames;
        fixed (short* samples = pcm)
            frames = PocketSphinx.Process(decoder, samples, (nuint)pcm.Length, noSearch: 0, fullUtterance: 1);
        int ended = PocketSphinx.EndUtterance(decoder);
        if (frames < 0 || ended < 0)
            return ""; // too short for a single frame of speech
        string heard = Marshal.PtrToStringUTF8(PocketSphinx.Hypothesis(decoder, null)) ?? "";
        // Alternative pronunciations are written "read(2)".
        return string.Join(' ', heard.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('(')[0]).Where(word => word.Length > 0));
    }

    private DecoderHandle CreateDecoder(bool denoise)
    {
        string[] arguments =
        [
            "audiosubnet",
            "-hmm", AcousticModel,
            "-lm", LanguageModel,
            "-dict", Dictionary,
            "-maxhmmpf", _options.ActiveStates.ToString(CultureInfo.InvariantCulture),
            "-remove_noise", denoise ? "yes" : "no",
        ];
        using ConfigurationHandle configuration = PocketSphinx.ParseArguments(IntPtr.Zero, PocketSphinx.Arguments(), arguments.Length, arguments, strict: 1);
        DecoderHandle decoder = configuration.IsInvalid ? new DecoderHandle() : PocketSphinx.CreateDecoder(configuration);
        if (decoder.IsInvalid)
            throw new RecognizerUnavailableException(Name, $"a readable model in {_options.ModelFolder}", PocketSphinx.ModelPackage);
        Interlocked.Increment(ref _loaded);
        return decoder;
    }
}
