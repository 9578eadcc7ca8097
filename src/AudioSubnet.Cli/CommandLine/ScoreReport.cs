using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Scoring;
using Spectre.Console;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Shows a score with everything it follows from.</summary>
internal static class ScoreReport
{
    /// <summary>Writes a table, or the whole record as JSON.</summary>
    public static void Write(Score score, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonText.Of(score, ScoreJsonContext.Default.Score));
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("metric").NoWrap()).AddColumn(new TableColumn("value").NoWrap().RightAligned())
            .AddColumn(new TableColumn("0…1").NoWrap().RightAligned()).AddColumn(new TableColumn("weight").NoWrap().RightAligned()).AddColumn("what it says");
        foreach (Metric metric in score.Metrics)
            table.AddRow(
                Markup.Escape(metric.Name),
                metric.Value is null ? "[grey]not measured[/]" : Markup.Escape($"{Number(metric.Value)} {metric.Unit}"),
                Number(metric.Normalized),
                metric.Weight == 0 ? "" : Number(metric.Weight),
                Markup.Escape(metric.Explanation));
        Terminal.Console.Write(table);
        if (score.Transcript is not null)
            Console.WriteLine($"heard: {(score.Transcript.Length == 0 ? "(nothing)" : score.Transcript)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score: {score.Value:0.000} ({score.Profile}) {score.Explanation}"));
    }

    private static string Number(double? value) => value is null ? "" : value.Value.ToString("0.###", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Score))]
internal sealed partial class ScoreJsonContext : JsonSerializerContext;
