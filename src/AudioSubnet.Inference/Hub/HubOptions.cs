namespace AudioSubnet.Inference.Hub;

/// <summary>Where the hub and its cache are, and how patient we are. <see cref="FromEnvironment()"/> reads the variables that
/// Hugging Face's own tools read.</summary>
public sealed record HubOptions
{
    /// <summary>The public hub.</summary>
    public const string DefaultEndpoint = "https://huggingface.co";

    /// <summary>Address of the hub (HF_ENDPOINT).</summary>
    public Uri Endpoint { get; init; } = new(DefaultEndpoint);

    /// <summary>Folder of the repositories (HF_HUB_CACHE).</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Folder of what we derive from repositories or get from elsewhere (HF_ASSETS_CACHE).</summary>
    public required string AssetsFolder { get; init; }

    /// <summary>Access token (HF_TOKEN or the token file); null if there is none. Only ever sent to <see cref="Endpoint"/>.</summary>
    public string? Token { get; init; }

    /// <summary>True to answer from the cache alone (HF_HUB_OFFLINE).</summary>
    public bool Offline { get; init; }

    /// <summary>False to copy files instead of linking to them (HF_HUB_DISABLE_SYMLINKS).</summary>
    public bool UseSymbolicLinks { get; init; } = true;

    /// <summary>How long an answer may take to begin.</summary>
    public TimeSpan ResponseTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a download may stand still before it is resumed on a new connection.</summary>
    public TimeSpan IdleTimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long another process that downloads the same file may stand still before we give up waiting for it.</summary>
    public TimeSpan LockTimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Attempts in a row that bring nothing before a request or download is given up.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>Wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that a server may ask for with Retry-After.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Files that are downloaded at the same time.</summary>
    public int ParallelFiles { get; init; } = 4;

    /// <summary>The options that this process' environment asks for.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: HF_ENDPOINT is no address.</exception>
    public static HubOptions FromEnvironment() =>
        FromEnvironment(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The options that an environment asks for.</summary>
    /// <param name="variable">Value of an environment variable, null if it is not set.</param>
    /// <param name="home">The user's home folder.</param>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: HF_ENDPOINT is no address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable, string home)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var environment = new HubEnvironment(variable, home);
        return new HubOptions
        {
            Endpoint = environment.Endpoint,
            CacheFolder = environment.CacheFolder,
            AssetsFolder = environment.AssetsFolder,
            Token = environment.Token,
            Offline = environment.Offline,
            UseSymbolicLinks = environment.UseSymbolicLinks,
        };
    }

    /// <summary>The text of all options but the token.</summary>
    public override string ToString() => $"{Endpoint} cached in {CacheFolder}{(Offline ? ", offline" : "")}{(Token is null ? "" : ", with a token")}";
}
