using System.Collections.Frozen;

namespace AudioSubnet.Inference.Text;

/// <summary>Names of units and currencies, in the singular and the plural.</summary>
internal static class NumberUnits
{
    /// <summary>Currencies by sign or code, with their hundredth part.</summary>
    private static readonly FrozenDictionary<string, (string One, string Many, string Part, string Parts)> Currencies = new Dictionary<string, (string, string, string, string)>(StringComparer.Ordinal)
    {
        ["$"] = ("dollar", "dollars", "cent", "cents"),
        ["US$"] = ("U S dollar", "U S dollars", "cent", "cents"),
        ["C$"] = ("Canadian dollar", "Canadian dollars", "cent", "cents"),
        ["A$"] = ("Australian dollar", "Australian dollars", "cent", "cents"),
        ["€"] = ("euro", "euros", "cent", "cents"),
        ["£"] = ("pound", "pounds", "penny", "pence"),
        ["¥"] = ("yen", "yen", "sen", "sen"),
        ["₹"] = ("rupee", "rupees", "paisa", "paise"),
        ["₩"] = ("won", "won", "jeon", "jeon"),
        ["₽"] = ("ruble", "rubles", "kopeck", "kopecks"),
        ["₿"] = ("bitcoin", "bitcoins", "", ""),
        ["USD"] = ("U S dollar", "U S dollars", "cent", "cents"),
        ["EUR"] = ("euro", "euros", "cent", "cents"),
        ["GBP"] = ("pound", "pounds", "penny", "pence"),
        ["JPY"] = ("yen", "yen", "sen", "sen"),
        ["CHF"] = ("Swiss franc", "Swiss francs", "centime", "centimes"),
        ["CAD"] = ("Canadian dollar", "Canadian dollars", "cent", "cents"),
        ["AUD"] = ("Australian dollar", "Australian dollars", "cent", "cents"),
        ["BTC"] = ("bitcoin", "bitcoins", "", ""),
        ["TAO"] = ("tao", "tao", "", ""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Units by symbol. Where case matters both cases are here; otherwise the lower case.</summary>
    private static readonly FrozenDictionary<string, (string One, string Many)> Units = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["km"] = ("kilometer", "kilometers"),
        ["m"] = ("meter", "meters"),
        ["cm"] = ("centimeter", "centimeters"),
        ["mm"] = ("millimeter", "millimeters"),
        ["µm"] = ("micrometer", "micrometers"),
        ["nm"] = ("nanometer", "nanometers"),
        ["km²"] = ("square kilometer", "square kilometers"),
        ["m²"] = ("square meter", "square meters"),
        ["cm²"] = ("square centimeter", "square centimeters"),
        ["m³"] = ("cubic meter", "cubic meters"),
        ["cm³"] = ("cubic centimeter", "cubic centimeters"),
        ["ha"] = ("hectare", "hectares"),
        ["mi"] = ("mile", "miles"),
        ["yd"] = ("yard", "yards"),
        ["ft"] = ("foot", "feet"),
        ["sq ft"] = ("square foot", "square feet"),
        ["kg"] = ("kilogram", "kilograms"),
        ["g"] = ("gram", "grams"),
        ["mg"] = ("milligram", "milligrams"),
        ["µg"] = ("microgram", "micrograms"),
        ["lb"] = ("pound", "pounds"),
        ["lbs"] = ("pound", "pounds"),
        ["oz"] = ("ounce", "ounces"),
        ["l"] = ("liter", "liters"),
        ["dl"] = ("deciliter", "deciliters"),
        ["cl"] = ("centiliter", "centiliters"),
        ["ml"] = ("milliliter", "milliliters"),
        ["gal"] = ("gallon", "gallons"),
        ["km/h"] = ("kilometer per hour", "kilometers per hour"),
        ["kmh"] = ("kilometer per hour", "kilometers per hour"),
        ["kph"] = ("kilometer per hour", "kilometers per hour"),
        ["mph"] = ("mile per hour", "miles per hour"),
        ["m/s"] = ("meter per second", "meters per second"),
        ["km/s"] = ("kilometer per second", "kilometers per second"),
        ["hz"] = ("hertz", "hertz"),
        ["khz"] = ("kilohertz", "kilohertz"),
        ["mhz"] = ("megahertz", "megahertz"),
        ["ghz"] = ("gigahertz", "gigahertz"),
        ["kb"] = ("kilobyte", "kilobytes"),
        ["mb"] = ("megabyte", "megabytes"),
        ["gb"] = ("gigabyte", "gigabytes"),
        ["tb"] = ("terabyte", "terabytes"),
        ["kbps"] = ("kilobit per second", "kilobits per second"),
        ["mbps"] = ("megabit per second", "megabits per second"),
        ["gbps"] = ("gigabit per second", "gigabits per second"),
        ["mb/s"] = ("megabyte per second", "megabytes per second"),
        ["gb/s"] = ("gigabyte per second", "gigabytes per second"),
        ["ns"] = ("nanosecond", "nanoseconds"),
        ["µs"] = ("microsecond", "microseconds"),
        ["ms"] = ("millisecond", "milliseconds"),
        ["sec"] = ("second", "seconds"),
        ["secs"] = ("second", "seconds"),
        ["min"] = ("minute", "minutes"),
        ["mins"] = ("minute", "minutes"),
        ["hr"] = ("hour", "hours"),
        ["hrs"] = ("hour", "hours"),
        ["w"] = ("watt", "watts"),
        ["mW"] = ("milliwatt", "milliwatts"),
        ["kw"] = ("kilowatt", "kilowatts"),
        ["MW"] = ("megawatt", "megawatts"),
        ["gw"] = ("gigawatt", "gigawatts"),
        ["kwh"] = ("kilowatt hour", "kilowatt hours"),
        ["mah"] = ("milliampere hour", "milliampere hours"),
        ["v"] = ("volt", "volts"),
        ["mv"] = ("millivolt", "millivolts"),
        ["kv"] = ("kilovolt", "kilovolts"),
        ["kj"] = ("kilojoule", "kilojoules"),
        ["kcal"] = ("kilocalorie", "kilocalories"),
        ["pa"] = ("pascal", "pascals"),
        ["hpa"] = ("hectopascal", "hectopascals"),
        ["kpa"] = ("kilopascal", "kilopascals"),
        ["psi"] = ("pound per square inch", "pounds per square inch"),
        ["rpm"] = ("revolution per minute", "revolutions per minute"),
        ["bpm"] = ("beat per minute", "beats per minute"),
        ["db"] = ("decibel", "decibels"),
        ["fps"] = ("frame per second", "frames per second"),
        ["dpi"] = ("dot per inch", "dots per inch"),
        ["px"] = ("pixel", "pixels"),
        ["ppm"] = ("part per million", "parts per million"),
        ["°c"] = ("degree Celsius", "degrees Celsius"),
        ["°f"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["°"] = ("degree", "degrees"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The units once more, whatever the case; the first of two that differ in it alone.</summary>
    private static readonly FrozenDictionary<string, (string One, string Many)> UnitsInAnyCase = Units
        .DistinctBy(static unit => unit.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of a currency and of its hundredth part, which is empty for those that are not divided in speech.</summary>
    public static (string One, string Many, string Part, string Parts) Currency(string sign) => Currencies[sign];

    /// <summary>The names of a unit by its symbol, whatever its case.</summary>
    public static (string One, string Many) Unit(string symbol)
    {
        symbol = symbol.Replace('μ', 'µ').Replace("° ", "°");
        if (Units.TryGetValue(symbol, out (string One, string Many) exact) || Units.TryGetValue(symbol.ToLowerInvariant(), out exact))
            return exact;
        return UnitsInAnyCase[symbol];
    }
}
