using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bittensor.Wallets;

/// <summary>
/// Reads the oldest encryption: a Fernet token (github.com/fernet/spec) under a PBKDF2 key of ten million rounds, which takes some
/// seconds. btwallet 4.0.0 can no longer open these files.
/// </summary>
internal static class FernetToken
{
    private const int Rounds = 10_000_000;
    private const int VersionAndTime = 9;
    private const int BlockLength = 16;
    private const int AuthenticatorLength = 32;

    public static ReadOnlySpan<byte> Header => "gAAAAA"u8;

    /// <summary>Fixed by the format.</summary>
    private static ReadOnlySpan<byte> Salt => "Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"u8;

    /// <summary>Decrypts a file; null if the password is wrong.</summary>
    /// <exception cref="FormatException">Not a Fernet token.</exception>
    public static byte[]? Decrypt(ReadOnlySpan<byte> file, ReadOnlySpan<byte> password)
    {
        byte[] token = Decode(Encoding.ASCII.GetString(file).Trim());
        int ciphertextLength = token.Length - VersionAndTime - BlockLength - AuthenticatorLength;
        if (ciphertextLength <= 0 || ciphertextLength % BlockLength != 0 || token[0] != 0x80)
            throw new FormatException("the Fernet token is truncated or damaged.");

        Span<byte> key = stackalloc byte[32];
        Rfc2898DeriveBytes.Pbkdf2(password, Salt, key, Rounds, HashAlgorithmName.SHA256);
        ReadOnlySpan<byte> signed = token.AsSpan(0, token.Length - AuthenticatorLength);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key[..16], signed), token.AsSpan(signed.Length)))
            return null;
        using var aes = Aes.Create();
        aes.SetKey(key[16..]);
        CryptographicOperations.ZeroMemory(key);
        return aes.DecryptCbc(signed[(VersionAndTime + BlockLength)..], signed.Slice(VersionAndTime, BlockLength));
    }

    private static byte[] Decode(string text) => Base64Url.IsValid(text)
        ? Base64Url.DecodeFromChars(text)
        : throw new FormatException("the Fernet token is damaged: not base64url.");
}
