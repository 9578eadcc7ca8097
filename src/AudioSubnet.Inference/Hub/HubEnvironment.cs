using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Hub;

/// <summary>The environment variables of Hugging Face's tools, with the same order of precedence, so that both share one cache.</summary>
/// <param name="variable">Value of an environment variable, null if it is not set.</param>
/// <param name="home">The user's home folder.</param>
internal sealed partial class HubEnvironment(Func<string, string?> variable, string home)
{
    public Uri Endpoint
    {
        get
        {
            string text = Value("HF_ENDPOINT") ?? HubOptions.DefaultEndpoint;
            return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
                ? new Uri(text.TrimEnd('/'))
                : throw new HubException(HubErrorKind.InvalidName, $"HF_ENDPOINT is '{text}', which is no web address. Unset it, or write for example {HubOptions.DefaultEndpoint}.");
        }
    }

    public string CacheFolder => Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(Home, "hub");

    public string AssetsFolder => Folder("HF_ASSETS_CACHE") ?? Folder("HUGGINGFACE_ASSETS_CACHE") ?? Path.Combine(Home, "assets");

    public bool Offline => IsTrue("HF_HUB_OFFLINE") || (Value("HF_HUB_OFFLINE") is null && IsTrue("TRANSFORMERS_OFFLINE"));

    public bool UseSymbolicLinks => !IsTrue("HF_HUB_DISABLE_SYMLINKS");

    public string? Token
    {
        get
        {
            if (IsTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN"))
                return null;
            if ((Value("HF_TOKEN") ?? Value("HUGGING_FACE_HUB_TOKEN")) is { } token)
                return Clean(token);
            string path = Folder("HF_TOKEN_PATH") ?? Path.Combine(Home, "token");
            try
            {
                return File.Exists(path) ? Clean(File.ReadAllText(path)) : null;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw new HubException(HubErrorKind.Unauthorized, $"The token file {path} cannot be read: {cause.Message}", cause);
            }
        }
    }

    private string Home => Folder("HF_HOME") ?? Path.Combine(Folder("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface");

    private string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;

    private bool IsTrue(string name) => Value(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private string? Folder(string name)
    {
        if (Value(name) is not { } path)
            return null;
        path = Variable().Replace(path, match => variable(match.Groups["name"].Value) ?? match.Value);
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = home + path[1..];
        return Path.GetFullPath(path);
    }

    private static string? Clean(string token) => token.Trim() is { Length: > 0 } clean && clean.All(c => c is > ' ' and < '\x7f') ? clean : null;

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_][A-Za-z0-9_]*)\}?", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
