using System.Diagnostics.CodeAnalysis;

namespace Bittensor.Crypto;

/// <summary>SS58 addresses: base58 of network prefix, body and a BLAKE2b checksum (Substrate's "SS58 address format").</summary>
public static class Ss58
{
    /// <summary>The prefix of Bittensor (and of generic Substrate) addresses.</summary>
    public const ushort BittensorPrefix = 42;

    /// <summary>The largest network prefix: 14 bits in two bytes.</summary>
    public const ushort MaxPrefix = 16383;

    /// <summary>Longest body (33 bytes) with the longest prefix and checksum (2 each) needs 51 characters.</summary>
    private const int MaxAddressLength = 51;

    private const int MaxDecodedLength = 40;

    /// <summary>Encodes a public key (32 bytes; bodies of 1, 2, 4, 8 and 33 bytes are allowed by the format too).</summary>
    /// <exception cref="ArgumentException">A body length or prefix that the format does not know.</exception>
    public static string Encode(ReadOnlySpan<byte> publicKey, ushort prefix = BittensorPrefix)
    {
        int checksumLength = ChecksumLength(publicKey.Length);
        if (checksumLength == 0)
            throw new ArgumentException($"An SS58 body has 1, 2, 4, 8, 32 or 33 bytes, not {publicKey.Length}.", nameof(publicKey));
        if (prefix > MaxPrefix || IsReserved(prefix))
            throw new ArgumentException($"{prefix} is not a usable SS58 prefix (0 to {MaxPrefix} without 46 and 47).", nameof(prefix));

        Span<byte> buffer = stackalloc byte[MaxDecodedLength];
        int prefixLength = WritePrefix(prefix, buffer);
        publicKey.CopyTo(buffer[prefixLength..]);
        int length = prefixLength + publicKey.Length;
        Span<byte> checksum = stackalloc byte[64];
        Checksum(buffer[..length], checksum);
        checksum[..checksumLength].CopyTo(buffer[length..]);
        return Base58.Encode(buffer[..(length + checksumLength)]);
    }

    /// <summary>Decodes an address of any network to its public key.</summary>
    /// <exception cref="FormatException">Wrong alphabet, length, prefix or checksum; the message says which.</exception>
    public static byte[] Decode(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        string? problem = Read(address, out _, out byte[] body);
        return problem is null ? body : throw new FormatException(problem);
    }

    /// <summary>Decodes an address of any network; false if it is not one.</summary>
    public static bool TryDecode([NotNullWhen(true)] string? address, out byte[] publicKey) => TryDecode(address, out publicKey, out _);

    /// <summary>Decodes an address of any network and tells the network's prefix; false if it is not one.</summary>
    public static bool TryDecode([NotNullWhen(true)] string? address, out byte[] publicKey, out ushort prefix)
    {
        prefix = 0;
        publicKey = [];
        return address is not null && Read(address, out prefix, out publicKey) is null;
    }

    /// <summary>True if this is a 32-byte key's address with Bittensor's own prefix 42.</summary>
    public static bool IsBittensorAddress([NotNullWhen(true)] string? address) =>
        TryDecode(address, out byte[] key, out ushort prefix) && key.Length == AccountId.Length && prefix == BittensorPrefix;

    /// <summary>Null if the address is good, otherwise what is wrong with it.</summary>
    private static string? Read(string address, out ushort prefix, out byte[] body)
    {
        prefix = 0;
        body = [];
        if (address.Length is 0 or > MaxAddressLength)
            return $"An SS58 address has 1 to {MaxAddressLength} characters, this text has {address.Length}.";
        Span<byte> buffer = stackalloc byte[MaxDecodedLength];
        if (!Base58.TryDecode(address, buffer, out int length))
            return "This is not an SS58 address: not base58, or far too many bytes.";
        ReadOnlySpan<byte> decoded = buffer[..length];

        int prefixLength = length > 0 && decoded[0] >= 64 ? 2 : 1;
        if (length <= prefixLength || decoded[0] > 127)
            return "This is not an SS58 address: it has no valid network prefix.";
        prefix = prefixLength == 1 ? decoded[0] : (ushort)(((decoded[0] & 0x3f) << 2) | (decoded[1] >> 6) | ((decoded[1] & 0x3f) << 8));
        if (IsReserved(prefix))
            return $"This SS58 address has the reserved network prefix {prefix}.";
        if (prefixLength == 2 && prefix < 64)
            return $"This SS58 address writes the network prefix {prefix} in two bytes where one is the rule.";

        int checksumLength = length - prefixLength is 2 or 3 or 5 or 9 ? 1 : 2;
        int bodyLength = length - prefixLength - checksumLength;
        if (ChecksumLength(bodyLength) != checksumLength)
            return $"This SS58 address holds {bodyLength} bytes where a public key has {AccountId.Length}.";
        Span<byte> checksum = stackalloc byte[64];
        Checksum(decoded[..(prefixLength + bodyLength)], checksum);
        if (!decoded[^checksumLength..].SequenceEqual(checksum[..checksumLength]))
            return "The checksum of this SS58 address does not match: a character was mistyped or lost.";
        body = decoded.Slice(prefixLength, bodyLength).ToArray();
        return null;
    }

    private static int WritePrefix(ushort prefix, Span<byte> destination)
    {
        if (prefix < 64)
        {
            destination[0] = (byte)prefix;
            return 1;
        }

        destination[0] = (byte)(((prefix & 0xfc) >> 2) | 0x40);
        destination[1] = (byte)((prefix >> 8) | ((prefix & 0x03) << 6));
        return 2;
    }

    private static bool IsReserved(ushort prefix) => prefix is 46 or 47;

    private static int ChecksumLength(int bodyLength) => bodyLength switch { 1 or 2 or 4 or 8 => 1, 32 or 33 => 2, _ => 0 };

    private static void Checksum(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[7 + MaxDecodedLength];
        "SS58PRE"u8.CopyTo(input);
        data.CopyTo(input[7..]);
        Hashes.Blake2b(input[..(7 + data.Length)], hash);
    }
}
