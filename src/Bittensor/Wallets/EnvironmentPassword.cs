using System.Collections;
using System.Text;

namespace Bittensor.Wallets;

/// <summary>
/// Keyfile passwords in environment variables, as the two generations of Bittensor tools write them: <c>BT_PW_&lt;path&gt;</c> (base64 of
/// the password, XORed with the variable's name) and <c>BT_COLD_PW_&lt;wallet&gt;</c> (the password itself).
/// </summary>
public static class EnvironmentPassword
{
    internal const string WalletPrefix = "BT_COLD_PW_";
    private const string PathPrefix = "BT_PW_";

    /// <summary>
    /// The variable that btwallet reads for a keyfile: <c>BT_PW_</c> and the path in capitals, with <c>/</c> and <c>.</c> turned to
    /// <c>_</c>.
    /// </summary>
    public static string VariableOf(string keyfilePath)
    {
        ArgumentNullException.ThrowIfNull(keyfilePath);
        return PathPrefix + keyfilePath.Replace('/', '_').Replace('\\', '_').Replace('.', '_').ToUpperInvariant();
    }

    /// <summary>The value of such a variable for a password. It hides the password from a glance, no more.</summary>
    public static string Encode(string password, string variable)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentException.ThrowIfNullOrEmpty(variable);
        return Convert.ToBase64String(Xor(Encoding.UTF8.GetBytes(password), variable));
    }

    /// <summary>The password in the value of such a variable; null if the value is no base64 of UTF-8.</summary>
    public static string? Decode(string value, string variable)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrEmpty(variable);
        byte[] bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out int length))
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Xor(bytes[..length], variable));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Looks a keyfile's password up; null if there is none. <paramref name="walletName"/> is given for coldkeys only: the older form
    /// is theirs.
    /// </summary>
    /// <exception cref="KeyfileException">The variable is there, but its value is malformed.</exception>
    internal static (string Password, string Variable)? Find(string keyfilePath, string? walletName, IDictionary environment)
    {
        foreach (string path in Spellings(keyfilePath))
        {
            string variable = VariableOf(path);
            if (environment[variable] is string value)
                return (Decode(value, variable) ?? throw new KeyfileException(
                    keyfilePath, $"the environment variable {variable} does not hold a password as btwallet encodes it (base64 of an XOR)."), variable);
        }

        if (walletName is null)
            return null;
        if (environment[WalletPrefix + walletName] is string exact)
            return (exact, WalletPrefix + walletName);

        // The older tools compare only start and end of the name, without case; the shortest such variable is the most specific.
        string? match = environment.Keys.OfType<string>()
            .Where(name => name.StartsWith(WalletPrefix, StringComparison.OrdinalIgnoreCase))
            .Where(name => name.EndsWith(walletName, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();
        return match is not null && environment[match] is string password ? (password, match) : null;
    }

    /// <summary>The path as it is, in full, and with <c>~</c> for the home folder: users write any of them.</summary>
    private static IEnumerable<string> Spellings(string path)
    {
        string full = Path.GetFullPath(path);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return path;
        yield return full;
        if (home.Length > 1 && full.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            yield return "~" + full[home.Length..];
    }

    private static byte[] Xor(byte[] bytes, string variable)
    {
        byte[] key = Encoding.UTF8.GetBytes(variable);
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] ^= key[i % key.Length];
        return bytes;
    }
}
