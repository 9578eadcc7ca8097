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
            foreach (string message in result.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
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

    private static IEnumerable<string> CommandPath(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
            if (command.Command is not RootCommand)
                names.Push(command.Command.Name);
        return names.Append("");
    }
}
