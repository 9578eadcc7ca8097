namespace AudioSubnet.Inference.Hub;

/// <summary>The hub or its cache cannot give what was asked for; the message says what, why, and what to do next.</summary>
public sealed class HubException : Exception
{
    /// <summary>With the reason and a message for the user.</summary>
    public HubException(HubErrorKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>With the reason, a message for the user and the cause.</summary>
    public HubException(HubErrorKind kind, string message, Exception innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>The reason, for callers that act on it.</summary>
    public HubErrorKind Kind { get; }

    /// <summary>The commit that was asked, where the hub named it.</summary>
    internal string? Commit { get; init; }

    /// <summary>True if nothing is wrong with the request, so that a copy in the cache may serve instead.</summary>
    public bool IsOutage => Kind is HubErrorKind.Unavailable or HubErrorKind.Offline or HubErrorKind.RateLimited;
}
