using AudioSubnet.Protocol;
using AudioSubnet.Inference.Text;

namespace AudioSubnet.Validator.Prompts;

/// <summary>What a text must be like to be sent to miners.</summary>
public static class PromptRules
{
    /// <summary>Puts a text into the form in which it is sent: one line, single spaces, numbers in words. A text that is then too long is
    /// refused, never cut.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="prompt">The prompt, at most <see cref="ProtocolLimits.MaxPromptCharacters"/> characters.</param>
    /// <param name="reason">Why the text is refused; null if it is not.</param>
    /// <returns>False if the text is refused.</returns>
    public static bool TryPrepare(string text, out string prompt, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        string oneLine = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        prompt = NumberWords.Spell(oneLine);
        reason = null;
        if (!prompt.Any(char.IsLetter))
            reason = oneLine.Length == 0 ? "The prompt is empty." : "The prompt has no words in it.";
        else if (prompt.Length > ProtocolLimits.MaxPromptCharacters)
            reason = $"The prompt has {prompt.Length} characters with its numbers in words; miners take {ProtocolLimits.MaxPromptCharacters}. Shorten it.";
        else if (prompt.Any(char.IsControl))
            reason = "The prompt has control characters in it.";
        return reason is null;
    }
}
