using System.Text;
using Bittensor.Wallets;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Asks for secrets: without echo on a terminal, as a line of standard input otherwise. Never from the command line, where other users can read them.</summary>
internal static class SecretPrompt
{
    private const int MaxCharacters = 4096;

    /// <summary>One secret.</summary>
    /// <exception cref="UserException">There is no input.</exception>
    public static string Ask(string question)
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine()?.Trim() is { Length: > 0 } line
                ? line
                : throw new UserException($"{question}: nothing came on standard input. Run the command on a terminal, or pipe the secret into it.");

        Console.Error.Write($"{question}: ");
        var secret = new StringBuilder();
        while (secret.Length < MaxCharacters)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace)
                secret.Length = Math.Max(0, secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return secret.ToString().Trim();
    }

    /// <summary>A new password, typed twice on a terminal and held to <see cref="PasswordRules"/>.</summary>
    /// <exception cref="UserException">Too weak, or the two differ.</exception>
    public static string AskNewPassword(string question)
    {
        string password = Ask(question);
        if (PasswordRules.Problem(password) is { } problem)
            throw new UserException(problem);
        if (!Console.IsInputRedirected && Ask("Once more") != password)
            throw new UserException("The two passwords differ; nothing was written.");
        return password;
    }
}
