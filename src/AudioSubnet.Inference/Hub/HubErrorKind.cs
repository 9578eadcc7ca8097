namespace AudioSubnet.Inference.Hub;

/// <summary>Why the hub did not give what was asked for.</summary>
public enum HubErrorKind
{
    /// <summary>The name is not the name of a repository, revision or file.</summary>
    InvalidName,

    /// <summary>There is no such repository, or it is private and no token was given.</summary>
    RepositoryNotFound,

    /// <summary>The repository has no such branch, tag or commit.</summary>
    RevisionNotFound,

    /// <summary>The repository has no such file at that revision.</summary>
    FileNotFound,

    /// <summary>Its terms have to be accepted first.</summary>
    Gated,

    /// <summary>The token is wrong, expired, or has no right to the repository.</summary>
    Unauthorized,

    /// <summary>The hub asks to come back later than we are willing to wait.</summary>
    RateLimited,

    /// <summary>The hub cannot be reached, or breaks off again and again.</summary>
    Unavailable,

    /// <summary>Offline mode is on and the cache does not have it.</summary>
    Offline,

    /// <summary>What came is not what the hub's listing promised: wrong size or hash, or a listing that makes no sense.</summary>
    Corrupt,

    /// <summary>The listing names files outside its folder, or more than any repository has.</summary>
    Unsafe,

    /// <summary>The cache has no room or cannot be written.</summary>
    Storage,
}
