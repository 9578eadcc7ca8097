namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>How the service of ElevenLabs is used. The key shows up in no text that is made of it.</summary>
public sealed record ElevenLabsOptions
{
    /// <summary>The environment variable that holds the key.</summary>
    public const string KeyVariable = "ELEVEN_API";

    /// <summary>The environment variable that holds another address of the service.</summary>
    public const string EndpointVariable = "ELEVEN_ENDPOINT";

    /// <summary>The environment variable that names another model.</summary>
    public const string ModelVariable = "ELEVEN_MODEL";

    /// <summary>The account's key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>Where the service is. The key goes over https alone, except to this machine.</summary>
    public Uri Endpoint { get; init; } = new("https://api.elevenlabs.io");

    /// <summary>The model that speaks.</summary>
    public string Model { get; init; } = "eleven_multilingual_v2";

    /// <summary>Sample rate in Hz to ask for: 16000, 22050 or 24000 (44100 needs a larger plan).</summary>
    public int SampleRate { get; init; } = 24_000;

    /// <summary>Longest wait for the beginning of an answer.</summary>
    public TimeSpan ResponseTimeLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Longest wait for the next bytes of an answer.</summary>
    public TimeSpan IdleTimeLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time for all the audio of a text.</summary>
    public TimeSpan AudioTimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a request is sent again that was refused for the moment (429, 5xx).</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Wait before the first repetition if the service names none; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait that the service may ask for (Retry-After); if it asks for more, the request fails at once.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Cloned voices that are kept in the account for the next request with the same reference; 0 deletes each after its request. Plans have 3 to 30 places for voices
    /// and count how many are made in a month.</summary>
    public int CachedVoices { get; init; } = 3;

    /// <summary>How long a cloned voice is kept that nobody asks for.</summary>
    public TimeSpan VoiceIdleLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The settings of this process' environment.</summary>
    /// <exception cref="EngineException">There is no key, or the address is none.</exception>
    public static ElevenLabsOptions FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Where and with which model; without the key.</summary>
    public override string ToString() => $"{Model} at {Endpoint.GetLeftPart(UriPartial.Path)}";

    /// <summary>The settings of an environment.</summary>
    /// <param name="variable">Gives the value of a variable; null if it is not set.</param>
    internal static ElevenLabsOptions From(Func<string, string?> variable)
    {
        string key = variable(KeyVariable)?.Trim() ?? "";
        if (key.Length == 0)
            throw new EngineException($"{ElevenLabsTextToSpeech.EngineName} needs an account: {KeyVariable} is not set. Set it to a key of https://elevenlabs.io/app/settings/api-keys");
        var options = new ElevenLabsOptions { ApiKey = key };
        if (variable(ModelVariable) is { Length: > 0 } model)
            options = options with { Model = model };
        if (variable(EndpointVariable) is { Length: > 0 } address)
            options = options with
            {
                Endpoint = Uri.TryCreate(address, UriKind.Absolute, out Uri? endpoint) ? endpoint : throw new EngineException($"{EndpointVariable} is not an address: '{address}'."),
            };
        return options;
    }

    /// <summary>Checks what cannot work.</summary>
    /// <exception cref="EngineException">A key that cannot be a header's value, or an address that would show it to everybody.</exception>
    internal void Check()
    {
        // The header's own check would put the key into its message.
        if (ApiKey.Length == 0 || ApiKey.Any(c => c is <= ' ' or > '~'))
            throw new EngineException($"The key in {KeyVariable} holds characters that no key has: a line break, a blank or a sign outside ASCII. Copy it again.");
        if (Endpoint.Scheme != Uri.UriSchemeHttps && !(Endpoint.Scheme == Uri.UriSchemeHttp && Endpoint.IsLoopback))
            throw new EngineException($"{EndpointVariable} must begin with https://, or the key would travel in the clear; it is {Endpoint.Scheme}://{Endpoint.Host}.");
        if (!Endpoint.UserInfo.Equals("", StringComparison.Ordinal))
            throw new EngineException($"{EndpointVariable} must not hold a user name or password; the key belongs into {KeyVariable}.");
    }
}
