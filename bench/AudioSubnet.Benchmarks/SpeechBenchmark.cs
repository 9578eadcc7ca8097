using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Nisqa;
using AudioSubnet.Models.SpeechT5;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Benchmarks;

/// <summary>The speech models, against the limits of the machine that were measured in the same run and against the reference where it is installed.</summary>
internal static class SpeechBenchmark
{
    private const int Repeats = 3;
    private const double ClipSeconds = 30;
    private const string Sentence = "The old lighthouse keeper walked slowly down to the harbour and counted the boats in the evening rain.";

    private static readonly string Text = string.Join(' ', Enumerable.Repeat(Sentence, 6));

    public static async Task<Report> RunAsync(TimeSpan time)
    {
        var rows = new List<string[]>();
        double speak = await SpeakAsync(rows);
        MachineLimits limits = MachineLimits.Measure();
        rows.Insert(0, ["memory read", Show(limits.BytesPerSecond / 1e9) + " GB/s", "", ""]);
        rows.Insert(1, ["multiply-add, fp32", Show(limits.OperationsPerSecond / 1e9) + " GFLOP/s", "", ""]);
        foreach (Precision precision in (Precision[])[Precision.Float32, Precision.Int8])
            Step(rows, limits, precision);
        AudioBuffer clip = await ClipAsync();
        double hearFull = Evaluate(rows, clip, Precision.Float32, 2.5);
        Evaluate(rows, clip, Precision.Int8, 1.1);
        Rate(rows, clip);
        string reference = await CompareAsync(speak, hearFull);
        return new Report("Speech models", ["work", "time", "limit", "time / limit"], rows, reference);
    }

    /// <summary>MMS-TTS through the engine, as a miner serves it; first, so that the memory is its own.</summary>
    /// <returns>Seconds of work for a second of speech.</returns>
    private static async Task<double> SpeakAsync(List<string[]> rows)
    {
        ITextToSpeech engine = new EngineCatalog().CreateTextToSpeech(BenchmarkModels.Folder("mms-tts"));
        using var owned = (IDisposable)engine;
        await engine.SpeakAsync(new SpeechRequest(Sentence) { Seed = 1 });
        var perSecond = new List<double>();
        var first = new List<double>();
        var sentence = new List<double>();
        for (int i = 0; i < Repeats; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await engine.SpeakAsync(new SpeechRequest(Sentence) { Seed = i });
            sentence.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            started = Stopwatch.GetTimestamp();
            double seconds = 0;
            await foreach (AudioBuffer piece in engine.StreamAsync(new SpeechRequest(Text) { Seed = i }))
            {
                if (seconds == 0)
                    first.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                seconds += piece.Seconds;
            }
            perSecond.Add(Stopwatch.GetElapsedTime(started).TotalSeconds / seconds);
        }
        double rate = Measure.Median(perSecond);
        rows.Add(Row("MMS-TTS, 30 s of speech", rate * ClipSeconds, 4.4));
        rows.Add(Row("MMS-TTS, first sound of a long text (limit: its first sentence)", Measure.Median(first), Measure.Median(sentence)));
        using Process self = Process.GetCurrentProcess();
        rows.Add(["MMS-TTS, memory of the process", Show(self.PeakWorkingSet64 / 1e6) + " MB", "700 MB", Show(self.PeakWorkingSet64 / 700e6)]);
        return rate;
    }

    /// <summary>A step of SpeechT5's decoder: the difference between a long and a short generation, so that encoder and postnet do not count.</summary>
    private static void Step(List<string[]> rows, MachineLimits limits, Precision precision)
    {
        using var model = SpeechT5Model.Open(BenchmarkModels.Folder("speecht5-tts"), precision);
        int[] ids = [.. Enumerable.Range(0, 60).Select(i => 4 + (i % 26))];
        float[] speaker = [.. Enumerable.Range(0, model.Config.SpeakerEmbeddingDim).Select(i => MathF.Sin(i))];
        const double Short = 4, Long = 14; // frames a token, two a step
        double Seconds(double ratio)
        {
            long started = Stopwatch.GetTimestamp();
            model.Generate(ids, speaker, new SpeechT5Options { Threshold = 100, MinLengthRatio = (float)ratio, MaxLengthRatio = (float)ratio });
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Seconds(Short);
        double steps = ids.Length * (Long - Short) / model.Config.ReductionFactor;
        double step = Measure.Median(Enumerable.Range(0, Repeats).Select(_ => Seconds(Long) - Seconds(Short))) / steps;
        // What a step reads: self-attention, the query and output of cross-attention, and the feed-forward layers.
        long hidden = model.Config.HiddenSize, inner = 4 * hidden;
        double weights = model.Config.DecoderLayers * (6.0 * hidden * hidden + 2.0 * hidden * inner);
        double bytes = weights * (precision == Precision.Float32 ? 4 : 1 + (4 / 32.0));
        rows.Add(Row($"SpeechT5, decoder step, {Name(precision)} (limit: 1.5 × reading {Show(bytes / 1e6)} MB)", step, 1.5 * bytes / limits.BytesPerSecond, "0.00000"));
    }

    private static double Evaluate(List<string[]> rows, AudioBuffer clip, Precision precision, double limit)
    {
        using var listener = Wav2Vec2Ctc.Open(BenchmarkModels.Folder("wav2vec2"), precision);
        float[] samples = clip.Mono.ToArray();
        double hear = MedianSeconds(() => listener.Score(samples));
        rows.Add(Row($"wav2vec 2.0, 30 s, {Name(precision)}", hear, limit));
        if (BenchmarkModels.FindFile("nisqa", "nisqa.tar") is { } weights)
        {
            using NisqaModel judge = NisqaModel.Load(weights);
            rows.Add(Row($"wav2vec 2.0 and NISQA, 30 s, {Name(precision)}", hear + MedianSeconds(() => judge.Predict(clip)), limit));
        }
        return hear;
    }

    private static void Rate(List<string[]> rows, AudioBuffer clip)
    {
        if (BenchmarkModels.FindFile("nisqa", "nisqa.tar") is not { } weights)
        {
            rows.Add(["NISQA, 10 s", "weights not here", "0.25 s", ""]);
            return;
        }
        using NisqaModel judge = NisqaModel.Load(weights);
        var ten = new AudioBuffer(clip.Mono.Span[..(10 * clip.SampleRate)].ToArray(), clip.SampleRate);
        rows.Add(Row("NISQA, 10 s", MedianSeconds(() => judge.Predict(ten)), 0.25));
    }

    private static async Task<AudioBuffer> ClipAsync()
    {
        AudioBuffer speech = await new EngineCatalog().CreateTextToSpeech("flite/slt").SpeakAsync(new SpeechRequest(Text));
        return new AudioBuffer(speech.Mono.Span[..(int)(ClipSeconds * speech.SampleRate)].ToArray(), speech.SampleRate);
    }

    private static async Task<string> CompareAsync(double speak, double hear)
    {
        if (!await PythonReference.IsInstalledAsync())
            return $"The reference (python3 with torch and transformers) is not installed here, so that there is nothing to compare with. {Load()}";
        double? spoken = await PythonReference.SpeakAsync(BenchmarkModels.Folder("mms-tts"), Sentence);
        double? heard = await PythonReference.HearAsync(BenchmarkModels.Folder("wav2vec2"));
        return $"The reference takes {Ratio(spoken, speak)} times as long for MMS-TTS and {Ratio(heard, hear)} times as long for wav2vec 2.0 in fp32. {Load()}";

        static string Ratio(double? reference, double own) => reference is { } value ? Show(value / own) : "(it failed)";
    }

    /// <summary>Figures of a machine that others use at the same time are not worth much; this says whether it was.</summary>
    private static string Load() =>
        File.Exists("/proc/loadavg") ? $"Work that waited for the {Environment.ProcessorCount} cores in the last minute: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}." : "";

    private static double MedianSeconds(Action work)
    {
        work();
        return Measure.Median(Enumerable.Range(0, Repeats).Select(_ =>
        {
            long started = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }));
    }

    private static string Name(Precision precision) => precision == Precision.Float32 ? "fp32" : "int8";

    private static string[] Row(string work, double seconds, double limit, string format = "0.000") =>
        [work, seconds.ToString(format, CultureInfo.InvariantCulture) + " s", limit.ToString(format, CultureInfo.InvariantCulture) + " s", Show(seconds / limit)];

    private static string Show(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
