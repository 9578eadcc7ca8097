using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>Words in capitals that are spelled letter by letter: FBI, not NASA. A model that reads letters would read them as words.</summary>
internal static partial class Acronyms
{
    /// <summary>Spelled, although they could be said as words.</summary>
    private static readonly FrozenSet<string> Spelled = new[]
    {
        "USA", "UK", "EU", "UN", "US", "AI", "UI", "UX", "IO", "API", "CIA", "FBI", "IBM", "CEO", "CFO", "CTO", "COO", "FAQ", "DIY", "ATM", "GPU", "CPU", "IRS", "IPA", "EPA", "IQ", "ID", "IT", "OS", "HIV", "DNA", "RNA",
        "URL", "USB", "LED", "IOU", "UFO", "VIP", "PIN", "DOI", "ISO", "IP", "AM", "PM", "AC", "EV", "IV", "LA", "ADHD", "AKA", "ETA", "EEG", "MIT", "UCLA", "ABC", "BBC", "CNN", "NBA", "NFL", "NHL", "PHD", "AAA", "IPO", "OCD", "MRI", "IMF", "EKG", "ISP", "IDE", "LOL", "OMG",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The text with spaces between the letters of such words. Text that is all in capitals stays as it is.</summary>
    public static string Spell(string text)
    {
        if (!text.Any(char.IsLower))
            return text;
        return Capitals().Replace(text, match =>
        {
            string word = match.Groups["word"].Value;
            bool spelled = Spelled.Contains(word) || word.Length <= 5 && !word.AsSpan().ContainsAny("AEIOUY");
            bool numeral = word.Length < 3 && RomanNumerals.Value(word) is not null && word is not ("CD" or "MC" or "DC" or "MD" or "IV");
            if (!spelled || numeral)
                return match.Value;
            return string.Join(' ', word.AsEnumerable()) + (match.Groups["plural"].Success ? "s" : "");
        });
    }

    [GeneratedRegex(@"(?<![\w'])(?<word>[A-Z]{2,6})(?<plural>s)?(?![A-Za-z])", RegexOptions.ExplicitCapture)]
    private static partial Regex Capitals();
}
