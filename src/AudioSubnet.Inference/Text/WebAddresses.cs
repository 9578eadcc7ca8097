using System.Text;
using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>Web and mail addresses, handles and hashtags as they are read aloud.</summary>
internal static partial class WebAddresses
{
    /// <summary>Top-level domains by which "example.com" is told from the end of a sentence without a space.</summary>
    private const string Domains = "com|org|net|edu|gov|io|ai|dev|app|co|uk|de|fr|eu|info|biz|tv|me|us|ca|au|jp|cn|in|xyz|tech|online|store|network";

    /// <summary>The text with every address in words.</summary>
    public static string Spell(string text)
    {
        text = Mail().Replace(text, match => $"{Words(match.Groups["user"].Value)} at {Words(match.Groups["host"].Value)}");
        text = Url().Replace(text, match =>
        {
            string address = match.Value.TrimEnd('.', ',', '!', '?', ':', ';', ')', '\'', '"');
            return Words(Scheme().Replace(address, "").TrimEnd('/')) + match.Value[address.Length..];
        });
        text = Handle().Replace(text, match => "at " + Words(match.Groups["name"].Value));
        return Hashtag().Replace(text, match => "hashtag " + CamelCase().Replace(match.Groups["name"].Value.Replace('_', ' '), " "));
    }

    /// <summary>"example.com/a-b" → "example dot com slash a dash b".</summary>
    private static string Words(string address)
    {
        var words = new StringBuilder();
        foreach (char c in address)
            words.Append(c switch
            {
                '.' => " dot ",
                '/' => " slash ",
                '-' => " dash ",
                '_' => " underscore ",
                '@' => " at ",
                ':' => " colon ",
                '?' => " question mark ",
                '=' => " equals ",
                '&' => " and ",
                '#' => " hash ",
                '%' => " percent ",
                '+' => " plus ",
                '~' => " tilde ",
                _ => c.ToString(),
            });
        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"(?<![\w.])(?<user>[A-Za-z0-9][\w.+-]{0,63})@(?<host>([A-Za-z0-9-]+\.)+[A-Za-z]{2,})", RegexOptions.ExplicitCapture)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\b(https?://|www\.)[^\s<>""]+|(?<![\w.@])([A-Za-z0-9][A-Za-z0-9-]*\.)+(" + Domains + @")\b(?![.]?\w)(/[^\s<>""]*)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"^https?://(www\.)?|^www\.", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<=^|[\s(])@(?<name>[A-Za-z_]\w{1,30})", RegexOptions.ExplicitCapture)]
    private static partial Regex Handle();

    [GeneratedRegex(@"(?<=^|[\s(])#(?<name>[A-Za-z_]\w{0,60})", RegexOptions.ExplicitCapture)]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])", RegexOptions.ExplicitCapture)]
    private static partial Regex CamelCase();
}
