using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <content>Numbers inside a text. The rules go from the special to the general; each leaves no digits behind for the next.</content>
public static partial class NumberWords
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Fractions that are names.</summary>
    private static readonly Dictionary<string, string> NamedFractions = new(StringComparer.Ordinal)
    {
        ["24/7"] = "twenty four seven",
        ["9/11"] = "nine eleven",
        ["50/50"] = "fifty fifty",
    };

    /// <summary>
    /// The text with every number in words: cardinals, ordinals (1st), decimals, years, dates (March 15, 2024; 2024-03-15; 3/15/2024; 15.3.2024), decades (1990s),
    /// times (10:30 am), money ($5.50, $2 million, $3.5bn, 20 EUR), percent, fractions (3/4, 1 1/2), ratios, ranges (5-10), units (20 km, 5'10"), sizes (1920x1080), powers,
    /// telephone numbers, addresses and versions, and digits inside words (MP3). Everything else stays as it is, and no digit is left.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Spell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(char.IsAsciiDigit))
            return text;
        text = Phone().Replace(text, DigitGroups);
        text = InternetAddress().Replace(text, match => string.Join(" dot ", match.Value.Split('.').Select(Decimal)));
        text = DottedDate().Replace(text, Date);
        text = VersionNumber().Replace(text, Version);
        text = IsoDate().Replace(text, match => Date(match) + (match.Groups["t"].Success ? " at " : ""));
        text = SlashDate().Replace(text, Date);
        text = MonthDay().Replace(text, match => $"{Month(match)} {Ordinal(Number(match, "d"))}{YearAfter(match)}");
        text = DayMonth().Replace(text, match => $"{Ordinal(Number(match, "d"))} of {Month(match)}{YearAfter(match)}");
        text = TimeRange().Replace(text, " to ");
        text = Time().Replace(text, Clock);
        text = Hour().Replace(text, match => $"{Cardinal(Number(match, "h"))} {Meridiem(match)}");
        text = Ratio().Replace(text, "${a} to ${b}");
        text = NumberSign().Replace(text, "number ");
        text = MoneyRange().Replace(text, " to ");
        text = Money().Replace(text, Amount);
        text = MoneyCode().Replace(text, Amount);
        text = Cents().Replace(text, match => Counted(match.Groups["n"].Value, "cent", "cents"));
        text = FeetInches().Replace(text, match => $"{Counted(match.Groups["ft"].Value, "foot", "feet")} {Counted(match.Groups["in"].Value, "inch", "inches")}");
        text = Fraction().Replace(text, FractionWords);
        text = NumberRange().Replace(text, " to ");
        text = Times().Replace(text, match => match.Value == "x" ? " by " : " times ");
        text = Percent().Replace(text, match => Signed(match) + Decimal(match.Groups["n"].Value) + (match.Groups["sign"].Value == "‰" ? " per mille" : " percent"));
        text = Magnitude().Replace(text, match => $"{Decimal(match.Groups["n"].Value)} {ScaleOf(match.Groups["suffix"].Value)}");
        text = Unit().Replace(text, Measure);
        text = OrdinalNumber().Replace(text, match => match.Groups["n"].Value.Replace(",", "") is { Length: <= 15 } digits ? Ordinal(long.Parse(digits, CultureInfo.InvariantCulture)) : match.Value);
        text = Decade().Replace(text, match => Plural(match.Groups["n"].Length == 4 ? Year(Number(match, "n")) : Cardinal(Number(match, "n"))));
        text = Power().Replace(text, PowerWords);
        text = ShortYear().Replace(text, "");
        text = BareFraction().Replace(text, match => "point " + Digits(match.Groups["n"].Value));
        text = Plain().Replace(text, match => Signed(match) + (IsYear(match) ? Year(Number(match, "n")) : Decimal(match.Groups["n"].Value)));
        return Embedded().Replace(text, match =>
            (IsLetterAt(text, match.Index - 1) ? " " : "") + Decimal(match.Value) + (IsLetterAt(text, match.Index + match.Length) ? " " : ""));
    }

    private static bool IsLetterAt(string text, int index) => (uint)index < (uint)text.Length && char.IsLetter(text[index]);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Signed(Match match) => match.Groups["minus"].Success ? "minus " : "";

    private static string Counted(string number, string one, string many) => $"{Decimal(number)} {(number == "1" ? one : many)}";

    /// <summary>A telephone number: digit by digit, a pause between the groups.</summary>
    private static string DigitGroups(Match match)
    {
        string[] groups = match.Value.TrimStart('+').Split([' ', '-', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return (match.Groups["plus"].Success ? "plus " : "") + string.Join(", ", groups.Select(Digits));
    }

    private static string Version(Match match)
    {
        string numbers = string.Join(" point ", match.Groups["n"].Value.Split('.').Select(Decimal));
        return match.Groups["v"].Success ? "version " + numbers : numbers;
    }

    private static string Date(Match match) =>
        Number(match, "m") is >= 1 and <= 12 and var month && Number(match, "d") is >= 1 and <= 31 and var day
            ? $"{Months[month - 1]} {Ordinal(day)} {Year(Number(match, "y"))}"
            : match.Value;

    private static string Month(Match match) => Months.First(month => month.StartsWith(match.Groups["month"].Value[..3], StringComparison.OrdinalIgnoreCase));

    private static string YearAfter(Match match) => match.Groups["y"].Success ? $"{match.Groups["comma"].Value} {Year(Number(match, "y"))}" : "";

    private static string Clock(Match match)
    {
        int hour = Number(match, "h"), minute = Number(match, "m");
        string minutes = minute switch
        {
            0 => match.Groups["half"].Success || match.Groups["s"].Success ? "" : " o'clock",
            < 10 => " oh " + Small[minute],
            _ => " " + Cardinal(minute),
        };
        string seconds = match.Groups["s"].Success ? " and " + Counted(Number(match, "s").ToString(CultureInfo.InvariantCulture), "second", "seconds") : "";
        return Cardinal(hour) + minutes + seconds + (match.Groups["half"].Success ? " " + Meridiem(match) : "");
    }

    private static string Meridiem(Match match) => char.ToLowerInvariant(match.Groups["half"].Value[0]) + " m";

    private static string Amount(Match match)
    {
        (string one, string many, string part, string parts) = NumberUnits.Currency(match.Groups["c"].Value.ToUpperInvariant());
        string number = match.Groups["n"].Value.TrimEnd(',');
        string range = match.Groups["from"].Success ? Decimal(match.Groups["from"].Value[..^4].TrimEnd(',', '.')) + " to " : "";
        string per = match.Groups["per"].Success ? " per " : "";
        string scale = match.Groups["scale"].Success ? match.Groups["scale"].Value : match.Groups["suffix"].Success ? ScaleOf(match.Groups["suffix"].Value) : "";
        if (scale.Length > 0)
            return $"{Signed(match)}{range}{Decimal(number)} {scale} {many}{per}";
        string[] halves = number.Split('.', 2);
        if (halves.Length == 2 && (halves[1].Length != 2 || part.Length == 0) || range.Length > 0)
            return $"{Signed(match)}{range}{Decimal(number)} {many}{per}";
        string whole = Counted(halves[0], one, many);
        if (halves.Length == 1 || halves[1] == "00")
            return Signed(match) + whole + per;
        string fraction = Counted(halves[1].TrimStart('0'), part, parts);
        return Signed(match) + (halves[0] == "0" ? fraction : $"{whole} and {fraction}") + per;
    }

    private static string ScaleOf(string suffix) => suffix switch
    {
        "k" or "K" => "thousand",
        "m" or "M" or "mn" => "million",
        "b" or "B" or "bn" => "billion",
        _ => "trillion",
    };

    private static string Measure(Match match)
    {
        (string one, string many) = NumberUnits.Unit(match.Groups["u"].Value);
        return Signed(match) + Counted(match.Groups["n"].Value, one, many);
    }

    private static string PowerWords(Match match) => match.Groups["power"].Value switch
    {
        "²" or "^2" => " squared",
        "³" or "^3" => " cubed",
        var power => " to the power of " + Decimal(power[1..]),
    };

    /// <summary>"nineteen ninety" → "nineteen nineties".</summary>
    private static string Plural(string words) => words.EndsWith('y') ? words[..^1] + "ies" : words + "s";

    private static string FractionWords(Match match)
    {
        if (NamedFractions.TryGetValue(match.Value, out string? name))
            return name;
        int numerator = Number(match, "a"), denominator = Number(match, "b");
        string parts = denominator switch
        {
            2 => numerator == 1 ? "half" : "halves",
            4 => numerator == 1 ? "quarter" : "quarters",
            >= 3 and <= 100 => Ordinal(denominator) + (numerator == 1 ? "" : "s"),
            _ => "over " + Cardinal(denominator),
        };
        string whole = match.Groups["whole"].Success ? Cardinal(Number(match, "whole")) + " and " : "";
        return $"{whole}{Cardinal(numerator)} {parts}";
    }

    /// <summary>Four digits without a comma or fraction from 1100 to 2099 are read as a year.</summary>
    private static bool IsYear(Match match) =>
        match.Groups["n"].Value is { Length: 4 } digits && digits.All(char.IsAsciiDigit) && !match.Groups["minus"].Success
        && int.Parse(digits, CultureInfo.InvariantCulture) is >= 1100 and <= 2099;
}
