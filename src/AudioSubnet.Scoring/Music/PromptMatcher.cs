using System.Reflection;
using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Music;

/// <summary>Judges how well music fits its prompt by a model that knows both text and sound. Thread-safe.</summary>
internal sealed class PromptMatcher
{
    /// <summary>Share of other prompts at which a clip is worth nothing: music that was made for no prompt beats half of them.</summary>
    private const double Chance = 0.5;

    private const int DistractorCount = 32;

    private readonly ITextAudioEmbedder _embedder;
    private readonly TextEmbeddingCache _texts;

    /// <param name="embedder">The model.</param>
    /// <param name="distractors">What the clip's own prompt is ranked against; null takes prompts that come with the program.</param>
    public PromptMatcher(ITextAudioEmbedder embedder, IReadOnlyList<string>? distractors = null)
    {
        _embedder = embedder;
        _texts = new TextEmbeddingCache(embedder);
        Distractors = distractors ?? ShippedDistractors();
    }

    /// <summary>What a clip's own prompt is ranked against.</summary>
    public IReadOnlyList<string> Distractors { get; }

    /// <summary>The cosine that the existing network takes, which is reported only, and the rank that counts.</summary>
    /// <param name="audio">The clip: finite samples, at least one.</param>
    /// <param name="prompt">Its prompt.</param>
    /// <param name="weight">Weight of the rank.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public IReadOnlyList<Metric> Measure(AudioBuffer audio, string prompt, double weight, CancellationToken cancellationToken)
    {
        string[] others = [.. Distractors.Where(other => !string.Equals(other, prompt, StringComparison.OrdinalIgnoreCase))];
        IReadOnlyList<float[]> texts = _texts.Get([prompt, .. others], cancellationToken);
        PromptRank rank = PromptRank.Of(_embedder.EmbedSound(audio, cancellationToken), texts[0], [.. texts.Skip(1)]);
        return
        [
            new Metric("text_audio_consistency", rank.Similarity, "cosine", Math.Clamp(rank.Similarity, 0, 1), 0,
                $"{_embedder.Name} gives sound and prompt a cosine of {rank.Similarity:0.00}; by itself it says little, for some clips and texts are liked better than others."),
            rank.Share is { } share
                ? new Metric("prompt_rank", share, "ratio", Ramp.Between(share, Chance, 1), weight,
                    $"The prompt describes the sound better than {rank.Beaten} of {others.Length} others do, {share:0%} by what they say; the best of those is '{others[rank.Best]}' with {rank.BestSimilarity:0.00} against {rank.Similarity:0.00}.")
                : new Metric("prompt_rank", null, "ratio", null, weight, "Not measured: there is no other prompt that says anything else."),
        ];
    }

    /// <summary>An even choice of the prompts that the program ships, always the same.</summary>
    private static List<string> ShippedDistractors()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("distractors.txt")
            ?? throw new InvalidOperationException("The program was built without its prompts for music.");
        using var reader = new StreamReader(stream);
        string[] prompts = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'))];
        return [.. Enumerable.Range(0, Math.Min(DistractorCount, prompts.Length)).Select(i => prompts[i * prompts.Length / Math.Min(DistractorCount, prompts.Length)])];
    }
}
