using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <content>What numbers look like.</content>
public static partial class NumberWords
{
    private const string MonthName = @"(?<month>Jan(uary|\.)?|Feb(ruary|\.)?|Mar(ch|\.)?|Apr(il|\.)?|May|June?|July?|Aug(ust|\.)?|Sept?(ember|\.)?|Oct(ober|\.)?|Nov(ember|\.)?|Dec(ember|\.)?)";
    private const string Half = @"(?<half>[ap])\.?\s?m\b\.?";
    private const string Figure = @"(?<n>\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?)";
    private const string Minus = @"((?<=^|[\s(])(?<minus>[-−]))?";
    private const string Currency = @"US\$|C\$|A\$|[$€£¥₹₩₽₿]";
    private const string CurrencyCode = "USD|EUR|GBP|JPY|CHF|CAD|AUD|BTC|TAO";
    private const string Scale = @"(\s?(?<scale>thousand|million|billion|trillion)\b|(?<suffix>[kKMBT]|mn|bn|tn)(?![\w]))?";
    private const string Units =
        @"km/h|kmh|kph|mph|km/s|m/s|[mg]b/s|[kmg]bps|sq ft|(k|c)?m²|c?m³|km|cm|mm|[µμ]m|nm|mi|yd|ft|ha|kg|mg|[µμ]g|lbs?|oz|gal|ml|dl|cl|[kmg]?hz|[kmgt]b|"
        + @"kwh|kw|mw|gw|mah|mv|kv|kj|kcal|hpa|kpa|psi|rpm|bpm|db|fps|dpi|px|ppm|secs?|mins?|hrs?|ms|[µμ]s|ns|[mglvw]|°\s?[cf]?";

    [GeneratedRegex(@"(?<![\w.+-])((?<plus>\+\d{1,3})[\s.-])?(\(\d{3}\)\s?|(1-)?\d{3}[-.])\d{3}[-.]\d{4}(?![\w-])", RegexOptions.ExplicitCapture)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?!\.?\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex InternetAddress();

    [GeneratedRegex(@"(?<![\w.])(?<v>[vV](ersion\s)?)?(?<n>\d{1,4}(\.\d{1,4}){2,3})(?!\.?\d)|(?<![\w.])(?<v>[vV])(?<n>\d{1,4}(\.\d{1,4})?)(?!\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"(?<![\d-])(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?![\d-])(?<t>T(?=\d\d:))?", RegexOptions.ExplicitCapture)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"(?<![\d/])(?<m>\d\d?)/(?<d>\d\d?)/(?<y>\d{4})(?![\d/])", RegexOptions.ExplicitCapture)]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"(?<![\d.])(?<d>\d\d?)\.(?<m>\d\d?)\.(?<y>[12]\d{3})(?![\d.]*\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex DottedDate();

    [GeneratedRegex(@"\b" + MonthName + @"\s+(?<d>[12]?\d|3[01])(st|nd|rd|th)?\b(?!:|\.\d)((?<comma>,?)\s+(?<y>[12]\d{3})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex MonthDay();

    [GeneratedRegex(@"\b(?<d>[12]?\d|3[01])(st|nd|rd|th)?\s+(of\s+)?" + MonthName + @"(?![a-z])((?<comma>,?)\s+(?<y>[12]\d{3})\b)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"(?<=\d(:\d\d)?\s?[ap]\.?m\.?|\d:\d\d)\s?[–—-]\s?(?=\d{1,2}(:\d\d|\s?[ap]\.?m))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex TimeRange();

    [GeneratedRegex(@"\b(?<h>[01]?\d|2[0-4]):(?<m>[0-5]\d)(:(?<s>[0-5]\d))?(\s?" + Half + @")?(?![\d:])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?<h>1[0-2]|\d)\s?" + Half, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Hour();

    [GeneratedRegex(@"(?<![\w:])(?<a>\d{1,4}):(?<b>\d{1,4})(?![\w:])", RegexOptions.ExplicitCapture)]
    private static partial Regex Ratio();

    [GeneratedRegex(@"(?<=(?<c>" + Currency + @")\d[\d,.]*)\s?[–-]\s?(\k<c>)?(?=\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex MoneyRange();

    [GeneratedRegex(Minus + "(?<c>" + Currency + @")\s?(?<from>\d[\d,.]* to )?" + Figure + Scale + @"(?<per>/(?=[a-z]))?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Money();

    [GeneratedRegex(@"(?<![\w.])" + Figure + @"\s?(?<c>" + CurrencyCode + @")\b|\b(?<c>" + CurrencyCode + @")\s?" + Figure, RegexOptions.ExplicitCapture)]
    private static partial Regex MoneyCode();

    [GeneratedRegex(@"(?<![\w.])(?<n>\d+)\s?¢", RegexOptions.ExplicitCapture)]
    private static partial Regex Cents();

    [GeneratedRegex(Minus + @"(?<![\w.])" + Figure + @"\s?(?<sign>%|‰|percent\b)", RegexOptions.ExplicitCapture)]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?<![\w.'’])(?<ft>\d{1,2})['’′]\s?(?<in>\d{1,2})([""”″]|'')?(?![\w'’])", RegexOptions.ExplicitCapture)]
    private static partial Regex FeetInches();

    [GeneratedRegex(@"(?<=\d)\s?×\s?(?=\d)|(?<=\d)x(?=\d)|(?<=\d)\s[x*]\s(?=\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex Times();

    [GeneratedRegex(Minus + @"(?<![\w.])" + Figure + @"\s?(?<u>" + Units + @")(?![\w'’²³])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?<![\w.])" + Figure + @"(?<suffix>[kM]|mn|bn|B)(?!\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Magnitude();

    [GeneratedRegex(@"(?<=[\w)])(?<power>[²³]|\^\d{1,3})", RegexOptions.ExplicitCapture)]
    private static partial Regex Power();

    [GeneratedRegex(@"\b(?<n>\d{1,3}(,\d{3})+|\d+)(st|nd|rd|th)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OrdinalNumber();

    [GeneratedRegex(@"(?<!\w)['’]?(?<n>[12]\d\d0|[2-9]0)['’]?s\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Decade();

    [GeneratedRegex(@"(?<![\w./])((?<whole>\d{1,3})\s(?=\d{1,2}/\d))?(?<a>\d{1,3})/(?<b>[1-9]\d{0,2})(?![\w/])", RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"(?<=\d%?)\s?[–—-]\s?(?=\d)", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberRange();

    [GeneratedRegex(@"#\s?(?=\d)|\bNos?\.\s?(?=\d)|№\s?(?=\d)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberSign();

    [GeneratedRegex(@"(?<=^|[\s(])['’](?=\d\d\b)", RegexOptions.ExplicitCapture)]
    private static partial Regex ShortYear();

    [GeneratedRegex(@"(?<![\w.])\.(?<n>\d+)(?!\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex BareFraction();

    [GeneratedRegex(Minus + @"(?<![\w.,])" + Figure + @"(?!\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Embedded();
}
