using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.Models.Bark;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.Hubert;
using AudioSubnet.Models.MusicGen;

namespace AudioSubnet.Benchmarks;

/// <summary>Music and Bark's speech as a miner makes them, stage by stage. Random weights do not end by themselves, so lengths are set.</summary>
internal static class GenerationBenchmark
{
    private const double MusicSeconds = 15, PieceSeconds = 13, SpeechSeconds = 30;

    /// <summary>Times on a GPU that the existing network publishes, for comparison.</summary>
    private const double PublishedMusicSeconds = 34, PublishedCloneSeconds = 55;

    private const double MegabytesForMusic = 2500;
    private const string Sentence = "The old lighthouse keeper walked slowly down to the harbour and counted the boats in the evening rain.";

    public static async Task<Report> RunAsync(TimeSpan time)
    {
        var rows = new List<string[]>();
        Music(rows, Precision.Int4); // first, so that the memory is its own
        await SpeechAsync(rows, Precision.Int4);
        return new Report("Generation", ["work", "time", "real time ×", "for comparison"], rows, "For comparison: what the existing network publishes for its GPUs, and the memory that was planned for. The first run also quantises, which takes time and memory; the second is the one to read.");
    }

    private static void Music(List<string[]> rows, Precision precision)
    {
        string folder = BenchmarkModels.Folder("musicgen-medium");
        using MusicGenModel model = MusicGenModel.Open(folder, precision);
        long started = Stopwatch.GetTimestamp(), first = 0, last = 0;
        int steps = 0;
        var clock = new Listener(() =>
        {
            last = Stopwatch.GetTimestamp();
            if (steps++ == 0)
                first = last;
        });
        model.Generate("a calm piano melody with soft strings", new MusicGenOptions { Seconds = MusicSeconds, Seed = 1 }, clock);
        double total = Stopwatch.GetElapsedTime(started).TotalSeconds;
        string name = $"MusicGen-medium, {DecoderBenchmark.NameOf(precision)}";
        rows.Add(Row($"{name}: prompt and first step", Stopwatch.GetElapsedTime(started, first).TotalSeconds, MusicSeconds));
        rows.Add(Row($"{name}: {steps - 1} steps", Stopwatch.GetElapsedTime(first, last).TotalSeconds, MusicSeconds));
        rows.Add(Row($"{name}: codec", total - Stopwatch.GetElapsedTime(started, last).TotalSeconds, MusicSeconds));
        rows.Add(Row($"{name}: {MusicSeconds} s of music", total, MusicSeconds, $"{PublishedMusicSeconds} s"));
        using Process self = Process.GetCurrentProcess();
        rows.Add([$"{name}: greatest memory of the process", $"{self.PeakWorkingSet64 / 1e6:0} MB", "", $"{MegabytesForMusic} MB"]);
    }

    private static async Task SpeechAsync(List<string[]> rows, Precision precision)
    {
        string name = $"Bark-small, {DecoderBenchmark.NameOf(precision)}";
        using BarkModel model = BarkModel.Open(BenchmarkModels.Folder("bark-small"), precision);
        BarkVoice voice = Speak(rows, model, name, PieceSeconds, null);
        long started = Stopwatch.GetTimestamp();
        for (double left = SpeechSeconds; left > 0; left -= PieceSeconds)
            Speak(null, model, name, Math.Min(left, PieceSeconds), voice);
        rows.Add(Row($"{name}: {SpeechSeconds} s in one voice", Stopwatch.GetElapsedTime(started).TotalSeconds, SpeechSeconds, $"{PublishedCloneSeconds} s"));

        AudioBuffer reference = await new EngineCatalog().CreateTextToSpeech("flite/slt").SpeakAsync(new SpeechRequest(string.Join(' ', Enumerable.Repeat(Sentence, 3))));
        using HubertModel hubert = HubertModel.Open(BenchmarkModels.Folder("hubert"));
        using SemanticQuantizer quantizer = SemanticQuantizer.Open(
            Directory.EnumerateFiles(BenchmarkModels.Folder("bark-voice-cloning")).First(static file => Path.GetExtension(file) is ".pth" or ".safetensors"));
        var encoder = new BarkVoiceEncoder(hubert, quantizer, model.Codec, model.Rules);
        encoder.Encode(reference);
        started = Stopwatch.GetTimestamp();
        BarkVoice cloned = encoder.Encode(reference);
        rows.Add(Row($"{name}: a voice of {reference.Seconds:0} s of speech", Stopwatch.GetElapsedTime(started).TotalSeconds, reference.Seconds));
        started = Stopwatch.GetTimestamp();
        Speak(null, model, name, PieceSeconds, cloned);
        rows.Add(Row($"{name}: {PieceSeconds} s in that voice", Stopwatch.GetElapsedTime(started).TotalSeconds, PieceSeconds));
    }

    /// <summary>One generation of a set length, as <see cref="BarkModel.Speak"/> makes it.</summary>
    private static BarkVoice Speak(List<string[]>? rows, BarkModel model, string name, double seconds, BarkVoice? voice)
    {
        BarkSemanticRules rules = model.Rules.SemanticConfig;
        int length = (int)(seconds * rules.SemanticRateHz);
        var options = new BarkOptions { Voice = voice, MinSemanticTokens = length, MaxSemanticTokens = length };
        var sampling = new SamplingOptions { Temperature = 0.7f };
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        long[] text = [.. Enumerable.Range(0, 40).Select(static index => 1000L + index)];
        long[] semantic = new BarkSemanticStage(model.Semantic, model.Config.SemanticConfig, rules).Run(text, options, sampling, random, CancellationToken.None);
        double semanticSeconds = Lap();

        int window = model.Rules.CoarseAcousticsConfig.SlidingWindowLen, tokens = 0;
        double windowSeconds = 0, before = 0;
        var stage = new BarkCoarseStage(model.Coarse, model.Config.CoarseAcousticsConfig, model.Rules)
        {
            Observer = (_, _) =>
            {
                double now = clock.Elapsed.TotalSeconds;
                if (tokens++ % window == 0)
                    windowSeconds += now - before;
                before = now;
            },
        };
        long[] coarse = stage.Run(semantic, stage.Length(semantic), voice, sampling, random, CancellationToken.None);
        double coarseSeconds = Lap();
        long[][] fine = new BarkFineStage(model.Fine, model.Config.FineAcousticsConfig, model.Rules).Run(coarse, voice, 0.5f, random, CancellationToken.None);
        double fineSeconds = Lap();
        model.Codec.Decode(new EncodecCodes([.. fine.SelectMany(static row => row)], fine.Length, fine[0].Length));
        double codecSeconds = Lap();
        rows?.AddRange(
        [
            Row($"{name}: semantic stage, {semantic.Length} steps", semanticSeconds, seconds),
            Row($"{name}: coarse stage, beginnings of {(tokens + window - 1) / window} windows", windowSeconds, seconds),
            Row($"{name}: coarse stage, {tokens} steps", coarseSeconds - windowSeconds, seconds),
            Row($"{name}: fine stage", fineSeconds, seconds),
            Row($"{name}: codec", codecSeconds, seconds),
            Row($"{name}: {seconds} s of speech", semanticSeconds + coarseSeconds + fineSeconds + codecSeconds, seconds),
        ]);
        return new BarkVoice { Semantic = semantic, Coarse = [.. fine.Take(2)], Fine = fine };

        double Lap()
        {
            double elapsed = clock.Elapsed.TotalSeconds;
            clock.Restart();
            return elapsed;
        }
    }

    private static string[] Row(string work, double took, double seconds, string comparison = "") =>
        [work, took.ToString("0.00", CultureInfo.InvariantCulture) + " s", (took / seconds).ToString("0.00", CultureInfo.InvariantCulture), comparison];

    private sealed class Listener(Action hear) : IProgress<double>
    {
        public void Report(double value) => hear();
    }
}
