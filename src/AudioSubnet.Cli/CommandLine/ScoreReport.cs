using System.Globalization;
using System.Text.Json.Serialization;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;
using Spectre.Console;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Shows a score with everything it follows from.</summary>
internal static class ScoreReport
{
    /// <summary>Writes a table, or the whole record as JSON with the judges beside it.</summary>
    public static void Write(Score score, IReadOnlyList<JudgeInfo> judges, bool json)
    {
        if (json)
        {
            var whole = new JudgedScore(score.Value, score.Profile, score.Metrics, score.Explanation, score.Transcript, judges);
            Console.WriteLine(JsonText.Of(whole, ScoreJsonContext.Default.JudgedScore));
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
        foreach (JudgeInfo judge in judges)
            Console.WriteLine($"judge of {ScorerFactory.Describe(judge)}");
        if (score.Transcript is not null)
            Console.WriteLine($"heard: {(score.Transcript.Length == 0 ? "(nothing)" : score.Transcript)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score: {score.Value:0.000} ({score.Profile}) {score.Explanation}"));
    }

    private static string Number(double? value) => value is null ? "" : value.Value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A score with the neural judges that are known, their licences, and whether they took part.</summary>
internal sealed record JudgedScore(double Value, string Profile, IReadOnlyList<Metric> Metrics, string Explanation, string? Transcript, IReadOnlyList<JudgeInfo> Judges);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JudgedScore))]
internal sealed partial class ScoreJsonContext : JsonSerializerContext;
