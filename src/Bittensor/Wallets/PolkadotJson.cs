using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.Crypto.Native;

namespace Bittensor.Wallets;

/// <summary>
/// Reads the account files that polkadot-js and browser wallets export (version 3, sr25519), so that such an account can become a
/// coldkey or hotkey. Source: polkadot-js, packages keyring (pair/encode) and util-crypto (json, scrypt).
/// </summary>
public static class PolkadotJson
{
    private const int ScryptHeader = 32 + 12;
    private const int SecretStart = 16;
    private const int DividerStart = SecretStart + Keypair.SecretKeyLength;
    private const int PublicStart = DividerStart + 5;

    /// <summary>128 · N · r; polkadot-js asks for 128 MiB. A file that asks for more is hostile.</summary>
    private const long MaxScryptMemoryBytes = 256L * 1024 * 1024;

    private static ReadOnlySpan<byte> Header => [0x30, 0x53, 0x02, 0x01, 0x01, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private static ReadOnlySpan<byte> Divider => [0xa1, 0x23, 0x03, 0x21, 0x00];

    /// <summary>Reads an exported account; takes about half a second and 128 MiB.</summary>
    /// <param name="path">The exported file.</param>
    /// <param name="password">The password it was exported with.</param>
    /// <exception cref="WrongPasswordException">The password does not open it.</exception>
    /// <exception cref="KeyfileException">Missing, damaged, of another version or of another kind of key.</exception>
    public static KeyMaterial Read(string path, string password)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(password);
        byte[] file = Keyfile.ReadBytes(path, "there is no such account file.");
        byte[] passwordBytes = Encoding.UTF8.GetBytes(password);
        try
        {
            byte[] sealedKey = ReadDocument(file, out bool stretched, out string address);
            KeyMaterial material = Open(sealedKey, stretched, passwordBytes) ?? throw new WrongPasswordException(path);
            return AccountId.TryParse(address, out AccountId stated) && stated == material.AccountId
                ? material
                : throw new FormatException($"the account file calls itself {address} but holds the key of {material.Address}.");
        }
        catch (FormatException e)
        {
            throw new KeyfileException(path, e.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passwordBytes);
        }
    }

    private static byte[] ReadDocument(byte[] file, out bool stretched, out string address)
    {
        try
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            JsonElement root = document.RootElement;
            JsonElement encoding = root.GetProperty("encoding");
            string[] content = Texts(encoding.GetProperty("content"));
            string[] protection = Texts(encoding.GetProperty("type"));
            if (encoding.GetProperty("version").GetString() != "3" || content is not ["pkcs8", "sr25519"])
                throw new FormatException(
                    $"only version 3 files of sr25519 accounts can be imported; this one holds \"{string.Join(' ', content)}\".");
            stretched = protection is ["scrypt", "xsalsa20-poly1305"];
            if (!stretched && protection is not ["xsalsa20-poly1305"])
                throw new FormatException(
                    $"the account file is protected by \"{string.Join(' ', protection)}\", which cannot be read; export it with a password.");
            address = root.GetProperty("address").GetString() ?? "";
            return root.GetProperty("encoded").TryGetBytesFromBase64(out byte[]? sealedKey)
                ? sealedKey
                : throw new FormatException("the account file is damaged: its content is no base64.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("the file is not an account that polkadot-js exported.", e);
        }
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString() ?? "")];

    /// <summary>Null if the password is wrong.</summary>
    private static KeyMaterial? Open(ReadOnlySpan<byte> sealedKey, bool stretched, ReadOnlySpan<byte> password)
    {
        const int overhead = Sodium.SecretboxNonceLength + Sodium.SecretboxMacLength;
        int start = stretched ? ScryptHeader : 0;
        if (sealedKey.Length != start + overhead + PublicStart + AccountId.Length)
            throw new FormatException("the account file is damaged: its content has the wrong length.");

        Span<byte> key = stackalloc byte[32];
        if (stretched)
            Stretch(password, sealedKey[..ScryptHeader], key);
        else
            password[..Math.Min(password.Length, key.Length)].CopyTo(key);
        byte[] content = new byte[sealedKey.Length - start - overhead];
        try
        {
            ReadOnlySpan<byte> nonce = sealedKey.Slice(start, Sodium.SecretboxNonceLength);
            return Sodium.SecretboxOpen(sealedKey[(start + nonce.Length)..], nonce, key, content) ? ReadKey(content) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private static void Stretch(ReadOnlySpan<byte> password, ReadOnlySpan<byte> header, Span<byte> key)
    {
        uint cost = BinaryPrimitives.ReadUInt32LittleEndian(header[32..]);
        uint parallelism = BinaryPrimitives.ReadUInt32LittleEndian(header[36..]);
        uint blockSize = BinaryPrimitives.ReadUInt32LittleEndian(header[40..]);
        bool plausible = blockSize is > 0 and <= 64 && parallelism is > 0 and <= 4 && 128L * cost * blockSize <= MaxScryptMemoryBytes;
        if (!plausible || !Sodium.TryScrypt(password, header[..32], cost, blockSize, parallelism, key))
            throw new FormatException($"the account file asks for implausible scrypt costs (N {cost}, r {blockSize}, p {parallelism}).");
    }

    private static KeyMaterial ReadKey(ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith(Header) || !content[DividerStart..].StartsWith(Divider))
            throw new FormatException("the account file is damaged: its content is no PKCS8 key.");
        try
        {
            using Keypair pair = Keypair.FromSecretKey(content[SecretStart..DividerStart], SecretKeyForm.Ed25519);
            if (!content[PublicStart..].SequenceEqual(pair.AccountId.Bytes))
                throw new FormatException("the account file is damaged: its public key does not belong to its secret.");
            return KeyMaterial.FromKeypair(pair);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("the account file is damaged: it holds no sr25519 secret.", e);
        }
    }
}
