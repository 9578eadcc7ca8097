namespace Bittensor.Crypto;

/// <summary>SS58 addresses: base58 of prefix, public key and a BLAKE2b checksum.</summary>
public static class Ss58
{
    /// <summary>The prefix of Bittensor (and of generic Substrate) addresses.</summary>
    public const ushort BittensorPrefix = 42;

    /// <summary>Encodes a public key.</summary>
    public static string Encode(ReadOnlySpan<byte> publicKey, ushort prefix = BittensorPrefix) => throw new NotSupportedException();

    /// <summary>Decodes an address to its public key.</summary>
    /// <exception cref="FormatException">Wrong alphabet, length or checksum.</exception>
    public static byte[] Decode(string address) => throw new NotSupportedException();

    /// <summary>Decodes an address; false if it is not one.</summary>
    public static bool TryDecode(string address, out byte[] publicKey) => throw new NotSupportedException();
}
