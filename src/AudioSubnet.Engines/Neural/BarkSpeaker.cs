using AudioSubnet.Inference.Text;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Speaks a text of any length with Bark, piece by piece and in one voice: the given one, or else the one that Bark chose for the first piece. For one request.
/// </summary>
/// <param name="engine">Name of the engine, for messages.</param>
/// <param name="bark">The model.</param>
/// <param name="voice">The voice; null lets Bark choose.</param>
internal sealed class BarkSpeaker(string engine, BarkModel bark, BarkVoice? voice)
{
    /// <summary>Length of a piece: what is spoken in 13 s at fifteen letters a second. A generation holds 15 s.</summary>
    private const int MaxLetters = 190;

    /// <summary>Signs from here on (Chinese, Japanese, Korean) take as long as so many letters.</summary>
    private const char FirstWideSign = '\u2E80';
    private const int LettersOfWideSign = 4;

    /// <summary>Seconds that a piece must have to be the voice of those that follow.</summary>
    private const double SecondsOfVoice = 1;

    /// <summary>Temperatures that Bark's authors use, for checkpoints that name none: without any it would take the likeliest token, and get stuck.</summary>
    private const float UsualTemperature = 0.7f, UsualFineTemperature = 0.5f;

    private BarkVoice? _voice = voice;

    /// <summary>
    /// Cuts a text into pieces of whole sentences, as many as fit: each piece costs a whole window of the fine stage, however short it is. Bark reads numbers, names its own sounds
    /// ("[laughter]") and knows languages, so the text is left as it is.
    /// </summary>
    public static IEnumerable<string> Split(string text)
    {
        string piece = "";
        foreach (string sentence in SentenceSplitter.Split(text, MaxLetters, LettersOf))
        {
            if (piece.Length > 0 && LettersOf(piece) + 1 + LettersOf(sentence) > MaxLetters)
            {
                yield return piece;
                piece = "";
            }
            piece = piece.Length == 0 ? sentence : $"{piece} {sentence}";
        }
        if (piece.Length > 0)
            yield return piece;
    }

    /// <summary>Speaks a piece.</summary>
    /// <returns>Mono samples; none if there is nothing to read in it.</returns>
    /// <exception cref="EngineException">The voice belongs to another model.</exception>
    public float[] Speak(string piece, int seed, CancellationToken cancellationToken)
    {
        if (!piece.Any(char.IsLetterOrDigit) || bark.CountTokens(piece) == 0)
            return [];
        bool samples = bark.Rules.SemanticConfig.DoSample;
        var options = new BarkOptions
        {
            Voice = _voice,
            Seed = seed,
            SemanticTemperature = samples ? null : UsualTemperature,
            CoarseTemperature = bark.Rules.CoarseAcousticsConfig.DoSample ? null : UsualTemperature,
            FineTemperature = bark.Rules.FineAcousticsConfig.Temperature is null ? UsualFineTemperature : null,
        };
        try
        {
            var (audio, said) = bark.Speak(piece, options, cancellationToken);
            if (audio.Seconds >= SecondsOfVoice)
                _voice ??= said;
            return audio.Mono.ToArray();
        }
        catch (ArgumentException cause)
        {
            throw new EngineException($"{engine}: {cause.Message}", cause);
        }
    }

    private static int LettersOf(string text) => text.Sum(static sign => sign >= FirstWideSign ? LettersOfWideSign : 1);
}
