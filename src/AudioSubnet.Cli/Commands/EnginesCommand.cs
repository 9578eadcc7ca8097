using System.CommandLine;
using System.Text.Json.Serialization;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;
using Spectre.Console;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet engines</c>: what can speak, clone and compose here.</summary>
internal static class EnginesCommand
{
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("engines", "List the engines, what each is for, its licence, and whether it can run here.") { json };
        command.SetAction(result =>
        {
            EngineLine[] lines = [.. new EngineCatalog().Engines.Select(EngineLine.Of)];
            if (result.GetValue(json))
                Console.WriteLine(JsonText.Of(lines, EngineJsonContext.Default.EngineLineArray));
            else
                WriteTable(lines);
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteTable(IEnumerable<EngineLine> lines)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("engine", "for", "licence", "here", "description");
        foreach (EngineLine line in lines)
            table.AddRow(
                Markup.Escape(line.Name),
                Markup.Escape(line.Kind),
                Markup.Escape(line.License),
                line.Missing is null ? "[green]yes[/]" : $"[red]no[/]: {Markup.Escape(line.Missing)}",
                Markup.Escape(line.Description));
        Terminal.Console.Write(table);
    }
}

/// <summary>An engine in a list; <see cref="Missing"/> is the command that brings what it needs, null if the engine can run.</summary>
internal sealed record EngineLine(string Name, string Kind, string License, string? Missing, string Description)
{
    public static EngineLine Of(EngineInfo info)
    {
        string kind = info.Kind switch
        {
            EngineKind.TextToSpeech => "speech",
            EngineKind.VoiceCloning => "cloning",
            _ => "music",
        };
        return new EngineLine(info.Name, kind, info.License, info.FindMissing()?.Remedy, info.Description);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EngineLine[]))]
internal sealed partial class EngineJsonContext : JsonSerializerContext;
