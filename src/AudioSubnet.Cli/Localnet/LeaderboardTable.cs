using System.Globalization;
using Spectre.Console;

namespace AudioSubnet.Cli.Localnet;

/// <summary>The table of miners, live and at the end.</summary>
internal static class LeaderboardTable
{
    /// <summary>A row a miner, in the order given.</summary>
    public static Table Create(IEnumerable<MinerSummary> miners)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (string name in new[] { "uid", "engine", "behaviour" })
            table.AddColumn(new TableColumn(name).NoWrap());
        foreach (string name in new[] { "tts", "ttm", "vc", "total", "weight", "incentive", "emission τ", "answers", "failures" })
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        foreach (MinerSummary miner in miners)
            table.AddRow(
                miner.Uid.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(miner.Engine),
                miner.Behaviour == "honest" ? "honest" : $"[yellow]{Markup.Escape(miner.Behaviour)}[/]",
                Share(miner.Scores.Tts),
                Share(miner.Scores.Ttm),
                Share(miner.Scores.Vc),
                $"[bold]{Share(miner.Total)}[/]",
                Share(miner.Weight),
                Share(miner.Incentive),
                miner.Emission.ToString("0.000", CultureInfo.InvariantCulture),
                miner.Responses.ToString(CultureInfo.InvariantCulture),
                miner.Failures == 0 ? "0" : $"[red]{miner.Failures}[/]");
        return table;
    }

    private static string Share(double value) => value == 0 ? "[grey]0[/]" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
