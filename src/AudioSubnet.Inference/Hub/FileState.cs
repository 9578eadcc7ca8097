namespace AudioSubnet.Inference.Hub;

/// <summary>Whether a file is what it should be.</summary>
public enum FileState
{
    /// <summary>Its content has the hash that it should have.</summary>
    Good,

    /// <summary>Its content has another hash.</summary>
    Damaged,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>Its hash is not known: somebody put it there without a listing.</summary>
    Unknown,
}
