namespace AudioSubnet.Cli.CommandLine;

/// <summary>Asks before something is sent that cannot be taken back.</summary>
internal static class Confirmation
{
    /// <summary>Goes on only after "y" or "yes", from the terminal or as a line of standard input.</summary>
    /// <exception cref="UserException">Another answer, or none.</exception>
    public static void Require(string question)
    {
        Console.Error.Write($"{question} [y/N] ");
        string? answer = Console.In.ReadLine();
        if (answer is null || Console.IsInputRedirected)
            Console.Error.WriteLine();
        if (answer is null)
            throw new UserException("Nobody is there to be asked; --yes does it without asking. Nothing was sent.");
        if (answer.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new UserException("Nothing was sent.");
    }
}
