using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Scoring.Speech;

/// <summary>When a clip speaks and when it pauses, from the levels of 20 ms blocks.</summary>
/// <param name="SpeechSeconds">Time spent speaking, pauses and the silence around left out.</param>
/// <param name="LongestPause">Longest pause between two words in seconds.</param>
/// <param name="Pauses">Pauses of at least 150 ms between words.</param>
internal sealed record PausePattern(double SpeechSeconds, double LongestPause, int Pauses)
{
    private const double BlockSeconds = 0.02;
    private const double ShortestPause = 0.15;

    /// <summary>A block is speech when it is within 30 dB of the loud blocks (95th percentile) and 6 dB above the quiet ones (10th).</summary>
    public static PausePattern Measure(AudioBuffer audio)
    {
        double[] levels = Levels.BlockDecibels(audio.Mono.Span, Math.Max(1, (int)(audio.SampleRate * BlockSeconds)));
        double[] sorted = [.. levels.Order()];
        double loud = sorted[sorted.Length * 95 / 100], quiet = sorted[sorted.Length / 10];
        double threshold = Math.Max(loud - 30, Math.Min(quiet + 6, loud - 6));
        int speech = 0, run = 0, longest = 0, pauses = 0;
        foreach (double level in levels)
        {
            if (level < threshold)
            {
                run += speech > 0 ? 1 : 0; // silence before the first word is not a pause
                continue;
            }
            if (run * BlockSeconds >= ShortestPause)
                pauses++;
            else
                speech += run; // the closure of a stop consonant belongs to the word
            longest = Math.Max(longest, run);
            run = 0;
            speech++;
        }
        return new PausePattern(speech * BlockSeconds, longest * BlockSeconds, pauses);
    }
}
