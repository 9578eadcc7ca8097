using Spectre.Console;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Where tables go: the terminal in its own width, a pipe or file in a width that keeps a row on a line.</summary>
internal static class Terminal
{
    private const int WidthOfPipes = 160;

    public static IAnsiConsole Console { get; } = Create();

    /// <summary>True if a person watches, so that lines may be redrawn.</summary>
    public static bool IsInteractive => !System.Console.IsOutputRedirected && Console.Profile.Capabilities is { Interactive: true, Ansi: true };

    private static IAnsiConsole Create()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = WidthOfPipes;
        return console;
    }
}
