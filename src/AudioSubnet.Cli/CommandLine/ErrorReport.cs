using System.Net.Sockets;
using AudioSubnet.Engines;
using Bittensor.Chain;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Says on standard error what went wrong: one line for what a user can act on, a stack trace only on request.</summary>
internal static class ErrorReport
{
    /// <summary>Writes one error line, red where colours are wanted.</summary>
    public static void WriteLine(string message) =>
        Console.Error.WriteLine(UseColor ? $"\e[31merror:\e[0m {message}" : $"error: {message}");

    /// <summary>Reports an exception.</summary>
    /// <returns>The exit code that fits it.</returns>
    public static int Write(Exception exception, bool withStackTrace)
    {
        bool expected = IsExpected(exception);
        WriteLine(expected ? Describe(exception) : $"internal error ({exception.GetType().Name}): {exception.Message}");
        if (withStackTrace)
            Console.Error.WriteLine(exception);
        else if (!expected)
            Console.Error.WriteLine("This is a fault of the program. Run the command again with --logging.debug for the details to report.");
        return expected ? ExitCode.Failure : ExitCode.InternalError;
    }

    private static bool UseColor =>
        !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static bool IsExpected(Exception exception) =>
        exception is UserException or EngineException or ChainException or IOException or UnauthorizedAccessException
            or SocketException or FormatException or TimeoutException || exception.GetType().Namespace?.StartsWith("Bittensor", StringComparison.Ordinal) == true
            || exception.GetType().Namespace?.StartsWith("AudioSubnet", StringComparison.Ordinal) == true;

    private static string Describe(Exception exception) =>
        exception is ChainException chain ? $"the chain refused it ({chain.ErrorName}): {chain.Message}" : exception.Message;
}
