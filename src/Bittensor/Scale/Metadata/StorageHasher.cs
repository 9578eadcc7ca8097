namespace Bittensor.Scale.Metadata;

/// <summary>
/// How a key of a storage map is hashed, numbered as the metadata numbers it. The "concat" ones and identity keep the key readable.
/// </summary>
public enum StorageHasher
{
    /// <summary>BLAKE2b, 16 bytes.</summary>
    Blake2b128,

    /// <summary>BLAKE2b, 32 bytes.</summary>
    Blake2b256,

    /// <summary>BLAKE2b, 16 bytes, then the key itself.</summary>
    Blake2b128Concat,

    /// <summary>xxHash64 under two seeds, 16 bytes.</summary>
    Twox128,

    /// <summary>xxHash64 under four seeds, 32 bytes.</summary>
    Twox256,

    /// <summary>xxHash64, 8 bytes, then the key itself.</summary>
    Twox64Concat,

    /// <summary>The key itself.</summary>
    Identity,
}
