using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bittensor.Chain;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Amounts on the command line.</summary>
internal static class TaoAmount
{
    /// <summary>All the TAO there can be.</summary>
    private const decimal Supply = 21_000_000;

    /// <summary>A required <c>--amount</c>.</summary>
    public static Option<decimal> Option(string description) => new("--amount") { Description = description, Required = true, CustomParser = Read };

    /// <summary>An optional price.</summary>
    public static Option<decimal?> PriceOption(string name, string description) => new(name) { Description = description, CustomParser = result => Read(result) };

    /// <summary>An amount within what there can be, of nine decimals at most.</summary>
    /// <exception cref="UserException">It is not.</exception>
    public static Balance Parse(decimal tao, string option)
    {
        if (tao is not (> 0 and <= Supply))
            throw new UserException($"{option} is {tao}; it must be above 0 and no more than the {Supply:#,0} TAO there can be.");
        Balance amount = Balance.FromTao(tao);
        return amount.Tao == tao ? amount : throw new UserException($"{option} is {tao}; TAO has nine decimals.");
    }

    /// <summary>Digits and a point. A comma would be taken for a separator of thousands: 1,5 for fifteen.</summary>
    private static decimal Read(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount))
            return amount;
        result.AddError($"'{text}' is not an amount. Write it like 12.5, with a point and nothing else.");
        return 0;
    }
}
