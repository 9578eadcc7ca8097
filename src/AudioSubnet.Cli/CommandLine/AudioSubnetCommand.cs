using System.CommandLine;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The root command: parses, runs, and turns every failure into one clear line and an exit code.</summary>
internal sealed class AudioSubnetCommand : RootCommand
{
    public AudioSubnetCommand()
        : base("A decentralised audio-generation subnet for Bittensor: miners speak, clone voices and compose; validators measure and set weights.")
    {
        Add(CommonOptions.Debug);
    }

    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        ParseResult result = Parse(arguments);
        if (result.Errors.Count > 0)
        {
            foreach (string message in Messages(result).Distinct(StringComparer.Ordinal))
                ErrorReport.WriteLine(message);
            Console.Error.WriteLine($"See: audiosubnet {string.Join(' ', CommandPath(result.CommandResult))}--help");
            return ExitCode.Usage;
        }

        using var interrupt = new InterruptHandler();
        try
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            return ErrorReport.Write(exception, withStackTrace: result.GetValue(CommonOptions.Debug));
        }
    }

    /// <summary>What is wrong, with the name that was probably meant beside the one that was typed.</summary>
    private static IEnumerable<string> Messages(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        if (result.UnmatchedTokens.Count == 0)
            return result.Errors.Select(error => IsCommandMissing(error, command) ? Choices(command) : error.Message);

        // What follows a word that is not known here is its value, or follows from the mistake; it is not a mistake of its own.
        string word = result.UnmatchedTokens[0];
        string meant = Suggestion.For(word, command) is { } near ? $" Did you mean '{near}'?" : command.Subcommands.Count > 0 ? $" {Choices(command)}" : "";
        IEnumerable<string> others = result.Errors
            .Where(error => !IsCommandMissing(error, command) && !result.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
            .Select(error => error.Message);
        return others.Prepend($"'{word}' is not known here.{meant}");
    }

    private static bool IsCommandMissing(System.CommandLine.Parsing.ParseError error, Command command) =>
        error.SymbolResult is System.CommandLine.Parsing.CommandResult && command.Subcommands.Count > 0 && command.Action is null;

    private static string Choices(Command command) =>
        $"'{command.Name}' needs one of: {string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}.";

    private static IEnumerable<string> CommandPath(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
            if (command.Command is not RootCommand)
                names.Push(command.Command.Name);
        return names.Append("");
    }
}
