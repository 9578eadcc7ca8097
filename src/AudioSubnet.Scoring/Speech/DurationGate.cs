using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Speech;

/// <summary>The second gate: could a person have spoken the text in this time?</summary>
internal static class DurationGate
{
    /// <summary>The metric, and why the gate is closed (null when it is open).</summary>
    public static (Metric Metric, string? Fault) Check(double seconds, string text, ScoringOptions options)
    {
        int syllables = Syllables.Count(SpokenText.ToWords(text));
        double shortest = syllables / options.MaxSyllablesPerSecond;
        double longest = syllables * options.MaxSecondsPerSyllable + options.MaxExtraSeconds;
        string range = $"{syllables} syllables take {shortest:0.0} to {longest:0.0} s";
        string? fault = seconds < shortest ? $"The clip lasts {seconds:0.0} s, too short for its text: {range}."
            : seconds > longest ? $"The clip lasts {seconds:0.0} s, too long for its text: {range}."
            : null;
        return (new Metric("duration", seconds, "s", fault is null ? 1 : 0, 0, fault ?? $"{seconds:0.0} s is plausible: {range}."), fault);
    }
}
