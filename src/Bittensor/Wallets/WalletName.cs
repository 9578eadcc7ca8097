namespace Bittensor.Wallets;

/// <summary>Checks names of wallets and hotkeys, which become names of folders and files.</summary>
internal static class WalletName
{
    private const int MaxLength = 100;

    /// <summary>The suffix of the public part of a hotkey.</summary>
    public const string PublicSuffix = "pub.txt";

    /// <summary>Returns the name if it is one plain path segment that collides with nothing.</summary>
    /// <exception cref="ArgumentException">It is not; the message says why.</exception>
    public static string Check(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (name.Length is 0 or > MaxLength)
            throw new ArgumentException($"A wallet or hotkey name has 1 to {MaxLength} characters, not {name.Length}.", parameter);
        if (name[0] == '.' || name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c)))
            throw new ArgumentException("A wallet or hotkey name does not start with a dot and holds no '/', '\\', ':' or control characters.", parameter);
        if (name.Trim() != name)
            throw new ArgumentException("A wallet or hotkey name does not start or end with a space.", parameter);
        if (name.EndsWith(PublicSuffix, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"A wallet or hotkey name does not end with \"{PublicSuffix}\": the public parts are called so.", parameter);
        return name;
    }

    /// <summary>True if a folder's entry can be a wallet or hotkey.</summary>
    public static bool IsUsable(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && !name.EndsWith(PublicSuffix, StringComparison.OrdinalIgnoreCase);
}
