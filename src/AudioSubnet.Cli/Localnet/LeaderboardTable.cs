using System.Globalization;
using Spectre.Console;

namespace AudioSubnet.Cli.Localnet;

/// <summary>The table of miners, live and at the end.</summary>
internal static class LeaderboardTable
{
    private const int FullWidth = 118;
    private const int MediumWidth = 92;

    private static readonly Column[] s_columns =
    [
        new("uid", 0, miner => miner.Uid.ToString(CultureInfo.InvariantCulture)),
        new("engine", 0, miner => Markup.Escape(miner.Engine)),
        new("behaviour", MediumWidth, miner => miner.Behaviour == "honest" ? "honest" : $"[yellow]{Markup.Escape(miner.Behaviour)}[/]"),
        new("tts", 0, miner => Share(miner.Scores.Tts)),
        new("ttm", 0, miner => Share(miner.Scores.Ttm)),
        new("vc", 0, miner => Share(miner.Scores.Vc)),
        new("total", 0, miner => $"[bold]{Share(miner.Total)}[/]"),
        new("weight", 0, miner => Share(miner.Weight)),
        new("incentive", FullWidth, miner => Share(miner.Incentive)),
        new("emission τ", 0, miner => miner.Emission.ToString("0.000", CultureInfo.InvariantCulture)),
        new("answers", FullWidth, miner => miner.Responses.ToString(CultureInfo.InvariantCulture)),
        new("failures", MediumWidth, miner => miner.Failures == 0 ? "0" : $"[red]{miner.Failures}[/]"),
    ];

    /// <summary>A row a miner, in the order given, with as many columns as fit.</summary>
    /// <param name="miners">The miners.</param>
    /// <param name="width">Characters in a line of the terminal.</param>
    public static Table Create(IEnumerable<MinerSummary> miners, int width)
    {
        Column[] columns = [.. s_columns.Where(column => width >= column.MinWidth)];
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (Column column in columns)
            table.AddColumn(column.Name is "engine" or "behaviour" ? new TableColumn(column.Name).NoWrap() : new TableColumn(column.Name).NoWrap().RightAligned());
        foreach (MinerSummary miner in miners)
            table.AddRow([.. columns.Select(column => new Markup(column.Cell(miner)))]);
        return table;
    }

    private static string Share(double value) => value == 0 ? "[grey]0[/]" : value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <param name="Name">Heading.</param>
    /// <param name="MinWidth">Width of the terminal from which on it is shown.</param>
    /// <param name="Cell">The miner's cell as markup.</param>
    private sealed record Column(string Name, int MinWidth, Func<MinerSummary, string> Cell);
}
