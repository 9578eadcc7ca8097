using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music;

/// <summary>What a prompt says about the music it asks for. Whatever it leaves open is null or empty and is chosen by the seed.</summary>
/// <param name="Prompt">The prompt.</param>
public sealed record MusicBrief(string Prompt)
{
    /// <summary>The genre; the first one if the prompt names several.</summary>
    public Genre? Genre { get; init; }

    /// <summary>Moods, in the order of the prompt.</summary>
    public IReadOnlyList<Mood> Moods { get; init; } = [];

    /// <summary>Exact tempo in beats a minute.</summary>
    public double? BeatsPerMinute { get; init; }

    /// <summary>Tempo marking.</summary>
    public TempoWord? Tempo { get; init; }

    /// <summary>Pitch class of the tonic, 0 = C … 11 = B.</summary>
    public int? Tonic { get; init; }

    /// <summary>Mode.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Metre.</summary>
    public TimeSignature? Metre { get; init; }

    /// <summary>Instruments asked for, in the order of the prompt.</summary>
    public IReadOnlyList<Instrument> Instruments { get; init; } = [];

    /// <summary>Instruments that must not play.</summary>
    public IReadOnlyList<Instrument> Excluded { get; init; } = [];

    /// <summary>Whether nothing but <see cref="Instruments"/> may play ("solo piano").</summary>
    public bool Solo { get; init; }

    /// <summary>Mean valence of the moods, −1 (dark) … 1 (bright); null without a mood.</summary>
    public double? Valence => Moods.Count == 0 ? null : Moods.Average(mood => mood.Valence);

    /// <summary>Mean energy of the moods, 0 (still) … 1 (wild); null without a mood.</summary>
    public double? Energy => Moods.Count == 0 ? null : Moods.Average(mood => mood.Energy);

    /// <summary>Every finding: the words of the prompt and what they were taken to mean.</summary>
    public IReadOnlyList<PromptFinding> Findings { get; init; } = [];
}
