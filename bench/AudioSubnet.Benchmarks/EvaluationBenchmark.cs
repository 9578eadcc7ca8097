using System.Diagnostics;
using System.Globalization;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Scoring;
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
        using var recognizer = new PocketSphinxRecognizer();
        var scorer = new AudioScorer(recognizer);

        (string Name, double Seconds, Func<Task> Run)[] cases =
        [
            ("speech", speech.Seconds, () => scorer.ScoreSpeechAsync(speech, text)),
            ("recogniser alone", speech.Seconds, () => recognizer.TranscribeAsync(speech)),
            ("voice clone", speech.Seconds, () => scorer.ScoreCloneAsync(speech, speech, text)),
            ("music", music.Seconds, () => scorer.ScoreMusicAsync(music, "calm piano and strings", 15)),
        ];
        var rows = new List<string[]>();
        foreach ((string name, double seconds, Func<Task> run) in cases)
        {
            await run();
            var times = new List<double>();
            for (int i = 0; i < Repeats; i++)
            {
                long started = Stopwatch.GetTimestamp();
                await run();
                times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            double median = Measure.Median(times);
            rows.Add([name, Show(seconds), Show(median), Show(median / seconds)]);
        }

        return new Report("Evaluation of one clip", ["clip", "length s", "time s", "time / length"], rows, "Transcripts are not cached here; a validator caches them by the audio's hash.");
    }

    private static string Show(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
