namespace AudioSubnet.Cli.CommandLine;

/// <summary>A text on the command line, or on standard input when it is "-".</summary>
internal static class TextArgument
{
    private const int MaxCharacters = 1_000_000;

    /// <summary>The text.</summary>
    /// <exception cref="UserException">It is empty, or absurdly long.</exception>
    public static async Task<string> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        string text = argument == "-" ? await ReadStandardInputAsync(cancellationToken) : argument;
        return string.IsNullOrWhiteSpace(text) ? throw new UserException("The text is empty; say what is to be spoken.") : text.Trim();
    }

    private static async Task<string> ReadStandardInputAsync(CancellationToken cancellationToken)
    {
        var buffer = new char[MaxCharacters + 1];
        int length = await Console.In.ReadBlockAsync(buffer, cancellationToken);
        return length <= MaxCharacters
            ? new string(buffer, 0, length)
            : throw new UserException($"The text on standard input is longer than {MaxCharacters} characters; split it.");
    }
}
