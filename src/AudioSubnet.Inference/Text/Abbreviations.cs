using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>Abbreviations in full.</summary>
internal static partial class Abbreviations
{
    /// <summary>Read in full wherever they stand with a full stop, or for those marked so also without. The full stop goes unless it ends the sentence.</summary>
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Mr"] = "Mister",
        ["Mrs"] = "Missus",
        ["Ms"] = "Miss",
        ["Dr"] = "Doctor",
        ["Prof"] = "Professor",
        ["Rev"] = "Reverend",
        ["Hon"] = "Honorable",
        ["Gen"] = "General",
        ["Col"] = "Colonel",
        ["Maj"] = "Major",
        ["Capt"] = "Captain",
        ["Cpt"] = "Captain",
        ["Lt"] = "Lieutenant",
        ["Sgt"] = "Sergeant",
        ["Cpl"] = "Corporal",
        ["Gov"] = "Governor",
        ["Sen"] = "Senator",
        ["Rep"] = "Representative",
        ["Pres"] = "President",
        ["Jr"] = "Junior",
        ["Sr"] = "Senior",
        ["Esq"] = "Esquire",
        ["vs"] = "versus",
        ["etc"] = "et cetera",
        ["approx"] = "approximately",
        ["dept"] = "department",
        ["est"] = "established",
        ["govt"] = "government",
        ["asst"] = "assistant",
        ["assn"] = "association",
        ["Inc"] = "Incorporated",
        ["Ltd"] = "Limited",
        ["Corp"] = "Corporation",
        ["Bros"] = "Brothers",
        ["Ave"] = "Avenue",
        ["Blvd"] = "Boulevard",
        ["Rd"] = "Road",
        ["Hwy"] = "Highway",
        ["Apt"] = "Apartment",
        ["Mt"] = "Mount",
        ["Ft"] = "Fort",
        ["Jan"] = "January",
        ["Feb"] = "February",
        ["Aug"] = "August",
        ["Sept"] = "September",
        ["Oct"] = "October",
        ["Nov"] = "November",
        ["Dec"] = "December",
        ["Mon"] = "Monday",
        ["Tues"] = "Tuesday",
        ["Wed"] = "Wednesday",
        ["Thurs"] = "Thursday",
        ["Fri"] = "Friday",
        ["vol"] = "volume",
        ["pp"] = "pages",
        ["ch"] = "chapter",
        ["fig"] = "figure",
        ["ed"] = "edition",
        ["hrs"] = "hours",
        ["mins"] = "minutes",
        ["secs"] = "seconds",
        ["tel"] = "telephone",
        ["ext"] = "extension",
        ["misc"] = "miscellaneous",
        ["temp"] = "temperature",
        ["avg"] = "average",
        ["no"] = "number",
        ["p"] = "page",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Titles are read in full without a full stop, too, as the British write them.</summary>
    private static readonly FrozenSet<string> WithoutStop = new[] { "Mr", "Mrs", "Dr", "vs", "Blvd", "Jr", "Sgt", "Prof", "Capt", "approx", "dept", "govt" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that are abbreviated so only before a number.</summary>
    private static readonly FrozenSet<string> BeforeNumber = new[] { "no", "p", "pp", "ch", "vol", "fig", "ext", "ft" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that are also words of their own: abbreviations only with a capital, and before a name.</summary>
    private static readonly FrozenSet<string> BeforeName = new[] { "gen", "col", "rep", "sen", "hon", "rev", "gov", "pres", "maj", "mt", "ft", "lt" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Days and months are read in full only with a full stop after them and something behind, for they may end a sentence as words ("the wed").</summary>
    private static readonly FrozenSet<string> WithCapital = new[] { "jan", "feb", "aug", "sept", "oct", "nov", "dec", "mon", "tues", "wed", "thurs", "fri", "inc", "ave", "est", "ed", "temp" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words that often end a sentence; before a capital their full stop stays.</summary>
    private static readonly FrozenSet<string> Closing = new[] { "etc", "Inc", "Ltd", "Corp", "Ave", "Blvd", "Rd", "Hwy", "Jr", "Sr", "Esq", "Bros", "hrs", "mins", "secs" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text with abbreviations in full.</summary>
    public static string Spell(string text)
    {
        text = ForExample().Replace(text, "for example");
        text = ThatIs().Replace(text, "that is");
        text = Doctorate().Replace(text, "P H D");
        text = With().Replace(text, match => match.Groups["o"].Success ? "without" : "with");
        text = Street().Replace(text, match => match.Value.EndsWith('.') && text.AsSpan(match.Index + match.Length).IsWhiteSpace() ? "Street." : "Street");
        text = Saint().Replace(text, "Saint ");
        text = Known().Replace(text, match =>
        {
            string word = match.Groups["word"].Value;
            bool stop = match.Groups["stop"].Success, number = match.Groups["number"].Success, name = match.Groups["name"].Success, end = match.Groups["end"].Success;
            bool last = text.AsSpan(match.Index + match.Length).IsWhiteSpace();
            if (!stop && !WithoutStop.Contains(word)
                || BeforeNumber.Contains(word) && !number && !(BeforeName.Contains(word) && name)
                || BeforeName.Contains(word) && !name
                || WithCapital.Contains(word) && !char.IsUpper(word[0]))
                return match.Value;
            string full = Words[word];
            return (char.IsUpper(word[0]) ? char.ToUpperInvariant(full[0]) + full[1..] : full) + (stop && (end && Closing.Contains(word) || last) ? "." : "");
        });
        return Initials().Replace(text, match => match.Value.Replace(".", " ").TrimEnd() + (match.Groups["end"].Success ? "." : match.Value.EndsWith(' ') ? " " : ""));
    }

    [GeneratedRegex(@"\be\.\s?g\.(?=,?\s|$)|\beg\.(?=\s)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex ForExample();

    [GeneratedRegex(@"\bi\.\s?e\.(?=,?\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex ThatIs();

    [GeneratedRegex(@"\bPh\.?D\b\.?", RegexOptions.ExplicitCapture)]
    private static partial Regex Doctorate();

    [GeneratedRegex(@"(?<!\w)w/(?<o>o)?(?=\s)", RegexOptions.ExplicitCapture)]
    private static partial Regex With();

    /// <summary>"St." after a name and at the end of a phrase is a street.</summary>
    [GeneratedRegex(@"(?<=[A-Za-z\d]\s)St\b(?>\.?)(?=\s*([,;.!?]|$|[a-z]))", RegexOptions.ExplicitCapture)]
    private static partial Regex Street();

    /// <summary>"St." before a name is a saint.</summary>
    [GeneratedRegex(@"\bSt\b\.?\s+(?=[A-Z])", RegexOptions.ExplicitCapture)]
    private static partial Regex Saint();

    [GeneratedRegex(
        @"\b(?<word>Mrs?|Ms|Dr|Prof|Rev|Hon|Gen|Col|Maj|Capt|Cpt|Lt|Sgt|Cpl|Gov|Sen|Rep|Pres|[JS]r|Esq|vs|etc|approx|dept|est|govt|asst|assn|Inc|Ltd|Corp|Bros|Ave|Blvd|Rd|Hwy|Apt|Mt|Ft|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Mon|Tues|Wed|Thurs|Fri|vol|pp|ch|fig|ed|hrs|mins|secs|tel|ext|misc|temp|avg|no|p)"
        + @"(?<stop>\.)?(?![\w'.])((?=\s+\d)(?<number>)|(?=\s+(?-i:[A-Z]))(?<name>)|)((?=\s*$|\s+(?-i:[A-Z][a-z]*\s+[a-z])|\s*\n)(?<end>)|)",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Known();

    /// <summary>Letters with a full stop each: a.m., U.S.A., J. R. R. before a name.</summary>
    [GeneratedRegex(@"\b([A-Za-z]\.){2,}(?<end>(?=\s*$|\s+[A-Z]))?|\b[A-HJ-Z]\.\s(?=[A-Z])", RegexOptions.ExplicitCapture)]
    private static partial Regex Initials();
}
