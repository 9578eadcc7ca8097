using System.Text.RegularExpressions;

namespace AudioSubnet.Scoring.Text;

/// <summary>
/// British and American spellings of the same word. <see cref="Fold"/> writes both in one way, which is for comparing only: what it gives need not be a word ("course" becomes "corse"),
/// and no two different common words become one. The general rules do what a list never completes; the list holds what follows no rule.
/// </summary>
public static partial class SpellingVariants
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["grey"] = "gray",
        ["greys"] = "grays",
        ["cheque"] = "check",
        ["cheques"] = "checks",
        ["tyre"] = "tire",
        ["tyres"] = "tires",
        ["kerb"] = "curb",
        ["plough"] = "plow",
        ["storey"] = "story",
        ["storeys"] = "stories",
        ["mould"] = "mold",
        ["moustache"] = "mustache",
        ["pyjamas"] = "pajamas",
        ["cosy"] = "cozy",
        ["whisky"] = "whiskey",
        ["gaol"] = "jail",
        ["jewellery"] = "jewelry",
        ["woollen"] = "woolen",
        ["skilful"] = "skillful",
        ["fulfil"] = "fulfill",
        ["enrol"] = "enroll",
        ["instalment"] = "installment",
        ["ageing"] = "aging",
        ["judgement"] = "judgment",
        ["manoeuvre"] = "maneuver",
        ["manoeuvres"] = "maneuvers",
        ["encyclopaedia"] = "encyclopedia",
        ["sceptical"] = "skeptical",
        ["draught"] = "draft",
        ["draughty"] = "drafty",
        ["axe"] = "ax",
        ["ok"] = "okay",
    };

    /// <summary>One spelling for all of a word's.</summary>
    /// <param name="word">A word in lower case.</param>
    public static string Fold(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        word = Irregular.GetValueOrDefault(word, word);
        word = Our().Replace(word, "or");
        word = Ise().Replace(word, "z");
        word = Re().Replace(word, "er");
        word = DoubledL().Replace(word, "l");
        word = Ence().Replace(word, "ense");
        word = Ogue().Replace(word, "og");
        return Gramme().Replace(word, "gram");
    }

    /// <summary>harbour, neighbours, favourite; not our, four, hour.</summary>
    [GeneratedRegex("(?<=[a-z]{2})our", RegexOptions.ExplicitCapture)]
    private static partial Regex Our();

    /// <summary>organise, analysed, realising, organisation.</summary>
    [GeneratedRegex("(?<=[a-z]{2}[iy])s(?=(e|es|ed|er|ers|ing|ation|ations)$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Ise();

    /// <summary>centre, theatres, fibre.</summary>
    [GeneratedRegex("(?<=[a-z]{2}[tb])re(?=s?$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Re();

    /// <summary>travelled, cancelling, counsellor: in a word that has a syllable before; not filling, falling.</summary>
    [GeneratedRegex("(?<=[aeiou][^aeiou]+[ae])ll(?=(ing|ed|er|ers|or|ors)$)", RegexOptions.ExplicitCapture)]
    private static partial Regex DoubledL();

    /// <summary>defence, offence, licence, pretence.</summary>
    [GeneratedRegex("(?<=def|off|lic|pret)ence", RegexOptions.ExplicitCapture)]
    private static partial Regex Ence();

    /// <summary>catalogue, dialogues.</summary>
    [GeneratedRegex("(?<=[a-z]{2}l)ogue(?=s?$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Ogue();

    /// <summary>programme, kilogrammes.</summary>
    [GeneratedRegex("gramme(?=s?$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Gramme();
}
