using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Recognition;

namespace AudioSubnet.Benchmarks;

/// <summary>How long the score of a clip takes, recogniser included.</summary>
internal static class EvaluationBenchmark
{
    private const int Repeats = 3;

    public static async Task<Report> RunAsync(TimeSpan time)
    {
        var catalog = new EngineCatalog();
        string text = string.Join(' ', Enumerable.Repeat("The old lighthouse keeper walked slowly down to the harbour and counted the boats in the evening rain.", 6));
        AudioBuffer speech = await catalog.CreateTextToSpeech("flite/slt").SpeakAsync(new SpeechRequest(text));
        AudioBuffer music = await catalog.CreateMusicGenerator("fluidsynth/composer").ComposeAsync(new MusicRequest("calm piano and strings", 15) { Seed = 1 });
        AudioBuffer reference = await catalog.CreateTextToSpeech("flite/rms").SpeakAsync(new SpeechRequest("The second train leaves at noon, and the market opens early tomorrow."));
        using var recognizer = new PocketSphinxRecognizer();
        var scorer = new AudioScorer(recognizer);
        using var hub = new HuggingFaceHub();
        using ModelStore store = BenchmarkModels.Judges(hub);
        using ScoringModels judges = ScoringModels.Find(new ScoringOptions(), store);
        var neural = new AudioScorer(judges.Recognizer!, models: judges);

        (string Name, AudioBuffer Clip, Func<AudioBuffer, Task> Run)[] cases =
        [
            ("speech", speech, clip => scorer.ScoreSpeechAsync(clip, text)),
            ("its recogniser alone", speech, clip => recognizer.TranscribeAsync(clip)),
            ("voice clone", speech, clip => scorer.ScoreCloneAsync(clip, reference, text)),
            ("music", music, clip => scorer.ScoreMusicAsync(clip, "calm piano and strings", 15)),
            ("speech, neural judges", speech, clip => neural.ScoreSpeechAsync(clip, text)),
            ("voice clone, neural judges", speech, clip => neural.ScoreCloneAsync(clip, reference, text)),
            ("music, neural judges", music, clip => neural.ScoreMusicAsync(clip, "calm piano and strings", 15)),
        ];
        var rows = new List<string[]>();
        int gain = 0;
        foreach ((string name, AudioBuffer clip, Func<AudioBuffer, Task> run) in cases)
        {
            await run(Quieter(clip, gain++));
            var times = new List<double>();
            for (int i = 0; i < Repeats; i++)
            {
                AudioBuffer fresh = Quieter(clip, gain++);
                long started = Stopwatch.GetTimestamp();
                await run(fresh);
                times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            double median = Measure.Median(times);
            rows.Add([name, Show(clip.Seconds), Show(median), Show(median / clip.Seconds)]);
        }

        return new Report("Evaluation of one clip", ["clip", "length s", "time s", "time / length"], rows, "The recogniser is most of it. Neural judges are models of full size, with random weights where the real ones are not on this machine. No clip is heard twice here; a validator keeps transcripts by the hash of the audio.");
    }

    /// <summary>A copy a hair quieter, which sounds the same and is not in any cache.</summary>
    private static AudioBuffer Quieter(AudioBuffer audio, int step)
    {
        float[] samples = audio.ToMono().Mono.ToArray();
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= 1 - (step * 1e-4f);
        return new AudioBuffer(samples, audio.SampleRate);
    }

    private static string Show(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
