namespace Bittensor.Scale.Metadata;

/// <summary>What an absent storage value means.</summary>
public enum StorageModifier
{
    /// <summary>There is none.</summary>
    Optional,

    /// <summary>The entry's default.</summary>
    Default,
}
