namespace Bittensor.Wallets;

/// <summary>Checks names of wallets and hotkeys, which become names of folders and files.</summary>
internal static class WalletName
{
    /// <summary>The suffix of the public part of a hotkey.</summary>
    public const string PublicSuffix = "pub.txt";

    private const int MaxLength = 100;

    /// <summary>Returns the name if it is one plain path segment that collides with nothing.</summary>
    /// <exception cref="ArgumentException">It is not; the message says why.</exception>
    public static string Check(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        return Problem(name) is { } problem ? throw new ArgumentException($"A wallet or hotkey name {problem}.", parameter) : name;
    }

    /// <summary>True if a folder's entry can be a wallet or hotkey.</summary>
    public static bool IsUsable(string name) => Problem(name) is null;

    private static string? Problem(string name)
    {
        if (name.Length is 0 or > MaxLength)
            return $"has 1 to {MaxLength} characters, not {name.Length}";
        if (name[0] == '.' || name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c)))
            return "does not start with a dot and holds no '/', '\\', ':' or control characters";
        if (name.Trim() != name)
            return "does not start or end with a space";
        return name.EndsWith(PublicSuffix, StringComparison.OrdinalIgnoreCase)
            ? $"does not end with \"{PublicSuffix}\": the public parts are called so"
            : null;
    }
}
