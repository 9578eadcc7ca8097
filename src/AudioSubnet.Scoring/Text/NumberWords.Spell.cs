using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioSubnet.Scoring.Text;

/// <content>Numbers inside a text. The rules go from the special to the general; each leaves no digits behind for the next.</content>
public static partial class NumberWords
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly Dictionary<string, (string One, string Many, string Part, string Parts)> Currencies = new(StringComparer.Ordinal)
    {
        ["$"] = ("dollar", "dollars", "cent", "cents"),
        ["€"] = ("euro", "euros", "cent", "cents"),
        ["£"] = ("pound", "pounds", "penny", "pence"),
        ["¥"] = ("yen", "yen", "sen", "sen"),
    };

    private static readonly Dictionary<string, (string One, string Many)> Units = new(StringComparer.Ordinal)
    {
        ["km"] = ("kilometer", "kilometers"),
        ["m"] = ("meter", "meters"),
        ["cm"] = ("centimeter", "centimeters"),
        ["mm"] = ("millimeter", "millimeters"),
        ["kg"] = ("kilogram", "kilograms"),
        ["g"] = ("gram", "grams"),
        ["mg"] = ("milligram", "milligrams"),
        ["ml"] = ("milliliter", "milliliters"),
        ["km/h"] = ("kilometer per hour", "kilometers per hour"),
        ["mph"] = ("mile per hour", "miles per hour"),
        ["lb"] = ("pound", "pounds"),
        ["lbs"] = ("pound", "pounds"),
        ["ft"] = ("foot", "feet"),
        ["hz"] = ("hertz", "hertz"),
        ["khz"] = ("kilohertz", "kilohertz"),
        ["mhz"] = ("megahertz", "megahertz"),
        ["ghz"] = ("gigahertz", "gigahertz"),
        ["kb"] = ("kilobyte", "kilobytes"),
        ["mb"] = ("megabyte", "megabytes"),
        ["gb"] = ("gigabyte", "gigabytes"),
        ["tb"] = ("terabyte", "terabytes"),
        ["ms"] = ("millisecond", "milliseconds"),
        ["°c"] = ("degree Celsius", "degrees Celsius"),
        ["°f"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["°"] = ("degree", "degrees"),
    };

    /// <summary>
    /// The text with every number in words: cardinals, ordinals (1st), decimals, years, dates (March 15, 2024; 2024-03-15; 3/15/2024), decades (1990s),
    /// times (10:30 am), money ($5.50, $2 million), percent, fractions (3/4), ranges (5-10), common units (20 km) and digits inside words (MP3).
    /// Everything else stays as it is, and no digit is left.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Spell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(char.IsAsciiDigit))
            return text;
        text = IsoDate().Replace(text, match => Date(match, "y", "m", "d"));
        text = SlashDate().Replace(text, match => Date(match, "y", "m", "d"));
        text = MonthDay().Replace(text, match => $"{match.Groups["month"].Value} {Ordinal(Number(match, "d"))}{YearAfter(match)}");
        text = DayMonth().Replace(text, match => $"{Ordinal(Number(match, "d"))} of {match.Groups["month"].Value}{YearAfter(match)}");
        text = Time().Replace(text, Clock);
        text = Hour().Replace(text, match => $"{Cardinal(Number(match, "h"))} {Meridiem(match)}");
        text = Money().Replace(text, Amount);
        text = Percent().Replace(text, match => Decimal(match.Groups["n"].Value) + " percent");
        text = Unit().Replace(text, Measure);
        text = OrdinalNumber().Replace(text, match => match.Groups["n"].Value is { Length: <= 15 } digits ? Ordinal(long.Parse(digits, CultureInfo.InvariantCulture)) : match.Value);
        text = Decade().Replace(text, match => Plural(match.Groups["n"].Length == 4 ? Year(Number(match, "n")) : Cardinal(Number(match, "n"))));
        text = Fraction().Replace(text, match => FractionWords(Number(match, "a"), Number(match, "b")));
        text = NumberRange().Replace(text, " to ");
        text = NumberSign().Replace(text, "number ");
        text = Plain().Replace(text, match =>
            (match.Groups["minus"].Success ? "minus " : "") + (IsYear(match) ? Year(int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)) : Decimal(match.Groups["n"].Value)));
        return Embedded().Replace(text, match =>
            (IsLetterAt(text, match.Index - 1) ? " " : "") + Decimal(match.Value) + (IsLetterAt(text, match.Index + match.Length) ? " " : ""));
    }

    private static bool IsLetterAt(string text, int index) => (uint)index < (uint)text.Length && char.IsLetter(text[index]);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Date(Match match, string year, string month, string day) =>
        Number(match, month) is >= 1 and <= 12 and var m && Number(match, day) is >= 1 and <= 31 and var d
            ? $"{Months[m - 1]} {Ordinal(d)} {Year(Number(match, year))}"
            : match.Value;

    private static string YearAfter(Match match) => match.Groups["y"].Success ? $"{match.Groups["comma"].Value} {Year(Number(match, "y"))}" : "";

    private static string Clock(Match match)
    {
        int hour = Number(match, "h"), minute = Number(match, "m");
        string minutes = minute switch
        {
            0 => match.Groups["half"].Success ? "" : " o'clock",
            < 10 => " oh " + Small[minute],
            _ => " " + Cardinal(minute),
        };
        return Cardinal(hour) + minutes + (match.Groups["half"].Success ? " " + Meridiem(match) : "");
    }

    private static string Meridiem(Match match) => char.ToLowerInvariant(match.Groups["half"].Value[0]) + " m";

    private static string Amount(Match match)
    {
        (string one, string many, string part, string parts) = Currencies[match.Groups["c"].Value];
        string number = match.Groups["n"].Value.TrimEnd(',');
        if (match.Groups["scale"].Success)
            return $"{Decimal(number)} {match.Groups["scale"].Value} {many}";
        string[] halves = number.Split('.', 2);
        if (halves.Length == 2 && halves[1].Length != 2)
            return $"{Decimal(number)} {many}";
        string whole = $"{Decimal(halves[0])} {(halves[0] == "1" ? one : many)}";
        if (halves.Length == 1 || halves[1] == "00")
            return whole;
        int small = int.Parse(halves[1], CultureInfo.InvariantCulture);
        string fraction = $"{Cardinal(small)} {(small == 1 ? part : parts)}";
        return halves[0] == "0" ? fraction : $"{whole} and {fraction}";
    }

    private static string Measure(Match match)
    {
        (string one, string many) = Units[match.Groups["u"].Value.ToLowerInvariant()];
        return $"{Decimal(match.Groups["n"].Value)} {(match.Groups["n"].Value == "1" ? one : many)}";
    }

    /// <summary>"nineteen ninety" → "nineteen nineties".</summary>
    private static string Plural(string words) => words.EndsWith('y') ? words[..^1] + "ies" : words + "s";

    private static string FractionWords(int numerator, int denominator)
    {
        string parts = denominator switch
        {
            2 => numerator == 1 ? "half" : "halves",
            4 => numerator == 1 ? "quarter" : "quarters",
            >= 3 and <= 100 => Ordinal(denominator) + (numerator == 1 ? "" : "s"),
            _ => "over " + Cardinal(denominator),
        };
        return $"{Cardinal(numerator)} {parts}";
    }

    /// <summary>Four digits without a comma or fraction from 1100 to 2099 are read as a year.</summary>
    private static bool IsYear(Match match) =>
        match.Groups["n"].Value is { Length: 4 } digits && digits.All(char.IsAsciiDigit) && !match.Groups["minus"].Success
        && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1100 and <= 2099;

    private const string MonthName = @"(?<month>Jan(uary|\.)?|Feb(ruary|\.)?|Mar(ch|\.)?|Apr(il|\.)?|May|June?|July?|Aug(ust|\.)?|Sept?(ember|\.)?|Oct(ober|\.)?|Nov(ember|\.)?|Dec(ember|\.)?)";
    private const string Half = @"(?<half>[ap])\.?\s?m\b\.?";
    private const string Figure = @"(?<n>\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?)";

    [GeneratedRegex(@"(?<![\d-])(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?![\d-])", RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"(?<![\d/])(?<m>\d\d?)/(?<d>\d\d?)/(?<y>\d{4})(?![\d/])", RegexOptions.ExplicitCapture)]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"\b" + MonthName + @"\s+(?<d>[12]?\d|3[01])(st|nd|rd|th)?\b(?!:|\.\d)((?<comma>,?)\s+(?<y>[12]\d{3})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"\b(?<d>[12]?\d|3[01])(st|nd|rd|th)?\s+(of\s+)?" + MonthName + @"(?![a-z])((?<comma>,?)\s+(?<y>[12]\d{3})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(\s?" + Half + @")?(?![\d:])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?<h>1[0-2]|\d)\s?" + Half, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Hour();

    [GeneratedRegex(@"(?<c>[$€£¥])\s?" + Figure + @"(\s(?<scale>thousand|million|billion|trillion)\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Money();

    [GeneratedRegex(Figure + @"\s?%")]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?<![\w.])" + Figure + @"\s?(?<u>km/h|km|kg|mg|ml|cm|mm|mph|lbs?|ft|[kmg]?hz|[kmgt]b|ms|m|g|°\s?[cf]?)(?![\w'’])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Unit();

    [GeneratedRegex(@"\b(?<n>\d+)(st|nd|rd|th)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OrdinalNumber();

    [GeneratedRegex(@"(?<!\w)['’]?(?<n>[12]\d\d0|[2-9]0)['’]?s\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Decade();

    [GeneratedRegex(@"(?<![\w./])(?<a>\d{1,3})/(?<b>[1-9]\d{0,2})(?![\w/])", RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<=\d)\s?[–—-]\s?(?=\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberRange();

    [GeneratedRegex(@"#\s?(?=\d)|\bNo\.\s?(?=\d)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberSign();

    [GeneratedRegex(@"((?<=^|[\s(])(?<minus>[-−]))?(?<![\w.,])" + Figure + @"(?!\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Embedded();
}
