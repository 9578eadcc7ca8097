using System.Globalization;
using Spectre.Console;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Where tables go: the terminal in its own width, a pipe or file in a width that keeps a row on a line.</summary>
internal static class Terminal
{
    private const int WidthOfPipes = 160;

    public static IAnsiConsole Console { get; } = Create();

    /// <summary>True if a person watches, so that lines may be redrawn.</summary>
    public static bool IsInteractive => !System.Console.IsOutputRedirected && Console.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>A plain table whose cells keep to one line.</summary>
    public static Table Table(params IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column).NoWrap());
        return table;
    }

    /// <summary>A number with four decimals at most.</summary>
    public static string Number(IFormattable value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = WidthOfPipes;
        return console;
    }
}
