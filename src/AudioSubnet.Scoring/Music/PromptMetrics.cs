using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// What the prompt asks for, as far as a signal shows it: stated tempo and key, words for pace and energy. Genre, mood and instruments take a model that knows
/// both text and sound; where there is none they are listed as not measured.
/// </summary>
internal static class PromptMetrics
{
    public static IEnumerable<Metric> Measure(MusicFeatures features, MusicRequestWords asked, MusicWeights weights, IReadOnlyList<Metric>? consistency)
    {
        yield return asked.BeatsPerMinute is { } tempo ? Tempo(features, tempo, weights) : None("prompt_tempo", "ratio", weights.PromptTempo, "the prompt states no tempo");
        yield return asked.Key is { } key ? Key(features, key, weights) : None("prompt_key", "ratio", weights.PromptKey, "the prompt states no key");
        yield return asked.PaceWord is { } pace ? Pace(features, pace, asked.WantsFast, weights) : None("prompt_pace", "onsets/s", weights.PromptPace, "the prompt asks for no pace");
        yield return asked.EnergyWord is { } energy ? Energy(features, energy, asked.WantsLively, weights) : None("prompt_energy", "ratio", weights.PromptEnergy, "the prompt asks for no energy");
        foreach (Metric metric in consistency ?? [None("text_audio_consistency", "cosine", 0, "no model that compares text and sound (CLAP) is loaded, so genre, mood and instruments are not judged")])
            yield return metric;
    }

    private static Metric None(string name, string unit, double weight, string reason) => new(name, null, unit, null, weight, $"Not measured: {reason}.");

    private static Metric Tempo(MusicFeatures features, double asked, MusicWeights weights)
    {
        OnsetEnvelope onsets = features.Onsets;
        // Half and double time are the same music written differently.
        double strength = Math.Max(onsets.StrengthAt(asked), Math.Max(onsets.StrengthAt(asked / 2), onsets.StrengthAt(asked * 2)));
        double strongest = Math.Max(onsets.TempoStrength, 0.05);
        double share = Math.Clamp(strength / strongest, 0, 1);
        return new Metric("prompt_tempo", share, "ratio", Ramp.Between(share, 0.2, 0.85), weights.PromptTempo,
            $"The pulse at the stated {asked:0.#} beats a minute (or half or double) has {share:0%} of the strength of the strongest, {onsets.BeatsPerMinute:0.#}.");
    }

    private static Metric Key(MusicFeatures features, (int Tonic, bool Minor) asked, MusicWeights weights)
    {
        KeyEstimate best = KeyEstimate.Best(features.Pitches.Chroma);
        double fit = KeyEstimate.Fit(features.Pitches.Chroma, asked.Tonic, asked.Minor);
        return new Metric("prompt_key", fit, "ratio", Ramp.Between(fit - best.Correlation, -0.7, -0.05), weights.PromptKey,
            $"The pitch classes fit the stated {KeyEstimate.Name(asked.Tonic, asked.Minor)} with correlation {fit:0.00}; the best fit is {best} with {best.Correlation:0.00}.");
    }

    private static Metric Pace(MusicFeatures features, string word, bool fast, MusicWeights weights)
    {
        double onsets = features.Onsets.OnsetsPerSecond;
        return new Metric("prompt_pace", onsets, "onsets/s", fast ? Ramp.Between(onsets, 1.5, 4) : Ramp.Between(onsets, 8, 4), weights.PromptPace,
            $"'{word}' is asked for; {onsets:0.0} notes begin a second ({(fast ? "4 and more are" : "4 and fewer are not")} fast).");
    }

    private static Metric Energy(MusicFeatures features, string word, bool lively, MusicWeights weights)
    {
        double brightness = Ramp.Between(Math.Log2(Math.Max(1, features.Centroid)), Math.Log2(200), Math.Log2(1000));
        double energy = 0.65 * Ramp.Between(features.Onsets.OnsetsPerSecond, 1, 7) + 0.35 * brightness;
        return new Metric("prompt_energy", energy, "ratio", lively ? Ramp.Between(energy, 0.15, 0.55) : Ramp.Between(energy, 0.9, 0.55), weights.PromptEnergy,
            $"'{word}' is asked for; note density and brightness make an energy of {energy:0.00} (still music under 0.5, lively music over 0.5).");
    }
}
