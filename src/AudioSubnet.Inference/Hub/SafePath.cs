namespace AudioSubnet.Inference.Hub;

/// <summary>Rules for file names that come from a listing, which is somebody else's text: none may leave its folder on any system.</summary>
internal static class SafePath
{
    private const int MaxLength = 1024;
    private const int MaxPartLength = 240;

    private static readonly string[] ReservedOnWindows = ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3"];

    /// <summary>What makes a relative path with '/' unsafe, or null if it is safe.</summary>
    public static string? FindFault(string path)
    {
        if (path.Length is 0 or > MaxLength)
            return "its name is empty or too long";
        foreach (string part in path.Split('/'))
        {
            if (part.Length == 0 || part is "." or "..")
                return "it points outside its folder";
            if (part.Length > MaxPartLength)
                return "a part of its name is too long for a file system";
            if (part.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'))
                return "its name has characters that no file system can be trusted with";
            if (part[^1] is '.' or ' ' || ReservedOnWindows.Contains(part.Split('.')[0], StringComparer.OrdinalIgnoreCase))
                return "its name means something else on Windows";
        }

        return null;
    }

    /// <summary>The path below a folder.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.Unsafe"/>: it would lie elsewhere.</exception>
    public static string Below(string folder, string relativePath)
    {
        if (FindFault(relativePath) is { } fault)
            throw new HubException(HubErrorKind.Unsafe, $"The file '{Printable(relativePath)}' is refused: {fault}. Do not use this repository.");
        return Path.Combine([folder, .. relativePath.Split('/')]);
    }

    /// <summary>Somebody else's text, fit for a message.</summary>
    public static string Printable(string text)
    {
        string clean = string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return clean.Length <= 100 ? clean : clean[..100] + "…";
    }
}
