using System.Security.Cryptography;
using Bittensor.Crypto.Native;

namespace Bittensor.Wallets;

/// <summary>
/// The current encryption: <c>$NACL</c>, 24-byte nonce, secretbox (16-byte tag first). A try costs about three seconds and 512 MiB.
/// </summary>
internal static class NaclEncryption
{
    private const ulong Operations = 8;
    private const int MemoryBytes = 512 * 1024 * 1024;

    public static ReadOnlySpan<byte> Header => "$NACL"u8;

    /// <summary>Fixed by the format, the same for every file.</summary>
    private static ReadOnlySpan<byte> Salt => [0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1];

    /// <summary>Encrypts a keyfile's content.</summary>
    /// <exception cref="IOException">No 512 MiB to be had.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, ReadOnlySpan<byte> password)
    {
        byte[] file = new byte[Header.Length + Sodium.SecretboxNonceLength + Sodium.SecretboxMacLength + content.Length];
        Header.CopyTo(file);
        Span<byte> nonce = file.AsSpan(Header.Length, Sodium.SecretboxNonceLength);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> key = stackalloc byte[32];
        DeriveKey(password, key);
        Sodium.SecretboxSeal(content, nonce, key, file.AsSpan(Header.Length + nonce.Length));
        CryptographicOperations.ZeroMemory(key);
        return file;
    }

    /// <summary>Decrypts a file; null if the password is wrong.</summary>
    /// <exception cref="FormatException">Too short to be such a file.</exception>
    /// <exception cref="IOException">No 512 MiB to be had.</exception>
    public static byte[]? Decrypt(ReadOnlySpan<byte> file, ReadOnlySpan<byte> password)
    {
        ReadOnlySpan<byte> sealedPart = file[Header.Length..];
        if (sealedPart.Length <= Sodium.SecretboxNonceLength + Sodium.SecretboxMacLength)
            throw new FormatException("the encrypted keyfile is truncated.");
        Span<byte> key = stackalloc byte[32];
        DeriveKey(password, key);
        ReadOnlySpan<byte> box = sealedPart[Sodium.SecretboxNonceLength..];
        byte[] content = new byte[box.Length - Sodium.SecretboxMacLength];
        bool opened = Sodium.SecretboxOpen(box, sealedPart[..Sodium.SecretboxNonceLength], key, content);
        CryptographicOperations.ZeroMemory(key);
        return opened ? content : null;
    }

    /// <summary>The file's key: Argon2i v1.3 over the password's UTF-8 bytes.</summary>
    /// <exception cref="IOException">No 512 MiB to be had.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> password, Span<byte> key)
    {
        if (!Sodium.TryArgon2i(password, Salt, Operations, MemoryBytes, key))
            throw new IOException("Opening or encrypting a keyfile needs 512 MiB of free memory; free some and try again.");
    }
}
