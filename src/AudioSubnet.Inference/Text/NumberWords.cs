using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AudioSubnet.Inference.Text;

/// <summary>Spells numbers as an American reads them aloud. <see cref="Spell"/> does it for every number in a text.</summary>
public static partial class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Value, string Name)[] Scales =
    [
        (1_000_000_000_000_000_000, "quintillion"), (1_000_000_000_000_000, "quadrillion"), (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"),
        (1_000_000, "million"), (1_000, "thousand"),
    ];

    /// <summary>42 → "forty two", -7 → "minus seven", 1234 → "one thousand two hundred thirty four".</summary>
    public static string Cardinal(long number)
    {
        if (number < 0)
            return "minus " + (number == long.MinValue ? Digits(number.ToString(CultureInfo.InvariantCulture)[1..]) : Cardinal(-number));
        if (number < 20)
            return Small[number];
        if (number < 100)
            return Tens[number / 10] + Rest(number % 10);
        if (number < 1000)
            return $"{Small[number / 100]} hundred{Rest(number % 100)}";
        foreach ((long value, string name) in Scales)
            if (number >= value)
                return $"{Cardinal(number / value)} {name}{Rest(number % value)}";
        throw new UnreachableException();

        static string Rest(long rest) => rest == 0 ? "" : " " + Cardinal(rest);
    }

    /// <summary>1 → "first", 22 → "twenty second", 100 → "one hundredth".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static string Ordinal(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        string words = Cardinal(number);
        int last = words.LastIndexOf(' ') + 1;
        return words[..last] + words[last..] switch
        {
            "one" => "first",
            "two" => "second",
            "three" => "third",
            "five" => "fifth",
            "eight" => "eighth",
            "nine" => "ninth",
            "twelve" => "twelfth",
            var word when word.EndsWith('y') => word[..^1] + "ieth",
            var word => word + "th",
        };
    }

    /// <summary>1999 → "nineteen ninety nine", 1905 → "nineteen oh five", 2000 → "two thousand", 2005 → "two thousand five", 2024 → "twenty twenty four".</summary>
    /// <param name="year">1000 to 9999; others are read as cardinals.</param>
    public static string Year(int year)
    {
        int century = year / 100, rest = year % 100;
        if (year is < 1000 or > 9999 || century % 10 == 0 && rest < 10)
            return Cardinal(year);
        return rest switch
        {
            0 => $"{Cardinal(century)} hundred",
            < 10 => $"{Cardinal(century)} oh {Small[rest]}",
            _ => $"{Cardinal(century)} {Cardinal(rest)}",
        };
    }

    /// <summary>"007" → "zero zero seven"; characters that are not digits are left out.</summary>
    public static string Digits(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        var words = new StringBuilder();
        foreach (char digit in digits.Where(char.IsAsciiDigit))
            words.Append(words.Length > 0 ? " " : "").Append(Small[digit - '0']);
        return words.ToString();
    }

    /// <summary>"3.14" → "three point one four", "1,200" → "one thousand two hundred", "007" and numbers of more than 18 digits digit by digit.</summary>
    /// <param name="number">Digits with optional thousands commas and an optional fraction.</param>
    public static string Decimal(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        string[] parts = number.Replace(",", "").Split('.', 2);
        string whole = parts[0] is { Length: > 0 and <= 18 } && (parts[0].Length == 1 || parts[0][0] != '0')
            ? Cardinal(long.Parse(parts[0], CultureInfo.InvariantCulture))
            : parts[0].Length == 0 ? "zero" : Digits(parts[0]);
        return parts.Length == 1 || parts[1].Length == 0 ? whole : $"{whole} point {Digits(parts[1])}";
    }
}
