namespace AudioSubnet.Engines.Speech;

/// <summary>What the speech engines accept.</summary>
internal static class SpeechLimits
{
    /// <summary>Longest text in characters: about ten minutes of speech.</summary>
    public const int MaxCharacters = 10_000;

    /// <summary>Slowest and fastest speaking rate relative to the voice's own.</summary>
    public const double MinRate = 0.25, MaxRate = 4;

    /// <summary>Checks a request to an engine of one voice.</summary>
    /// <exception cref="EngineException">Empty or too long text, a rate out of range, or a speaker.</exception>
    public static void CheckOneVoice(string engine, SpeechRequest request)
    {
        Check(engine, request.Text, request.SpeakingRate);
        if (request.Speaker is { } speaker)
            throw new EngineException($"{engine} has one voice and no speaker '{speaker}'; other voices are other engines, see: audiosubnet engines");
    }

    /// <summary>Checks a text and its rate.</summary>
    /// <exception cref="EngineException">Empty or too long text, or a rate out of range.</exception>
    public static void Check(string engine, string text, double speakingRate)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new EngineException($"{engine}: the text is empty.");
        if (text.Length > MaxCharacters)
            throw new EngineException($"{engine}: the text has {text.Length} characters; at most {MaxCharacters} are spoken at once.");
        if (!(speakingRate >= MinRate && speakingRate <= MaxRate))
            throw new EngineException($"{engine}: the speaking rate is {speakingRate}; it must be between {MinRate} and {MaxRate}.");
    }
}
