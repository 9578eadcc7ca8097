using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Bittensor.Wallets;

/// <summary>
/// Reads the old encryption: Ansible Vault 1.1 AES256. Source: the Ansible documentation, "Ansible Vault payload format 1.1 - 1.2".
/// </summary>
internal static class AnsibleVault
{
    private const int Rounds = 10_000;

    public static ReadOnlySpan<byte> Header => "$ANSIBLE_VAULT"u8;

    /// <summary>Decrypts a file; null if the password is wrong.</summary>
    /// <exception cref="FormatException">Not an Ansible Vault of this version, or damaged.</exception>
    public static byte[]? Decrypt(ReadOnlySpan<byte> file, ReadOnlySpan<byte> password)
    {
        string[] lines = Encoding.ASCII.GetString(file).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines[0] != "$ANSIBLE_VAULT;1.1;AES256")
            throw new FormatException("the keyfile is an Ansible Vault of another version than 1.1;AES256.");
        string[] parts = Encoding.ASCII.GetString(FromHex(string.Concat(lines[1..]))).Split('\n');
        if (parts.Length != 3)
            throw new FormatException("the Ansible Vault is damaged: salt, HMAC and ciphertext are not all there.");
        byte[] salt = FromHex(parts[0]);
        byte[] authenticator = FromHex(parts[1]);
        byte[] data = FromHex(parts[2]);
        if (data.Length == 0 || data.Length % 16 != 0)
            throw new FormatException("the Ansible Vault is damaged: its ciphertext is truncated.");

        Span<byte> keys = stackalloc byte[80];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, keys, Rounds, HashAlgorithmName.SHA256);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(keys[32..64], data), authenticator))
            return null;
        ApplyCounterMode(keys[..32], keys[64..], data);
        CryptographicOperations.ZeroMemory(keys);
        int padding = data[^1];
        return padding is >= 1 and <= 16 ? data[..^padding] : throw new FormatException("the Ansible Vault is damaged: its padding is wrong.");
    }

    private static void ApplyCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> start, Span<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> counter = stackalloc byte[16];
        Span<byte> pad = stackalloc byte[16];
        start.CopyTo(counter);
        for (int offset = 0; offset < data.Length; offset += 16)
        {
            aes.EncryptEcb(counter, pad, PaddingMode.None);
            for (int i = 0; i < 16; i++)
                data[offset + i] ^= pad[i];
            for (int i = 15; i >= 0 && ++counter[i] == 0; i--)
            {
                // The carry runs on to the next higher byte.
            }
        }
    }

    private static byte[] FromHex(string text)
    {
        byte[] bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done && text.Length % 2 == 0
            ? bytes
            : throw new FormatException("the Ansible Vault is damaged: not hex where hex must be.");
    }
}
