using System.Security.Cryptography;
using System.Text;

namespace Bittensor.Wallets;

/// <summary>
/// One keyfile on disk. Reads every format the Bittensor tools have used, writes the current one. Holds no secret itself.
/// </summary>
public sealed class Keyfile
{
    /// <summary>Far above any real keyfile (about 2 kB); a larger file is refused unread.</summary>
    public const int MaxLength = 64 * 1024;

    private const string Missing = "there is no such keyfile; create it with `wallet new` or restore it with `wallet regen`.";

    private readonly string? _walletName;

    /// <summary>Names a keyfile, which need not exist yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="walletName">For a coldkey: the wallet's name, by which <c>BT_COLD_PW_…</c> finds its password.</param>
    public Keyfile(string path, string? walletName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        _walletName = walletName;
    }

    /// <summary>The file's path.</summary>
    public string Path { get; }

    /// <summary>True if the file is there.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>How the file is protected.</summary>
    /// <exception cref="KeyfileException">Missing, unreadable or too large.</exception>
    public KeyfileFormat ReadFormat() => FormatOf(ReadBytes(Path, Missing));

    /// <summary>
    /// Reads the key. An encrypted file is opened with the given password or, without one, with the environment's
    /// (<see cref="EnvironmentPassword"/>); this takes seconds and, for <c>$NACL</c>, 512 MiB of memory.
    /// </summary>
    /// <exception cref="PasswordRequiredException">Encrypted, and no password.</exception>
    /// <exception cref="WrongPasswordException">The password does not open it.</exception>
    /// <exception cref="KeyfileException">Missing, unreadable, damaged, or no keyfile.</exception>
    public KeyMaterial Read(string? password = null)
    {
        byte[] bytes = ReadBytes(Path, Missing);
        byte[]? content = null;
        try
        {
            KeyfileFormat format = FormatOf(bytes);
            content = format == KeyfileFormat.Plain ? bytes : Decrypt(bytes, format, password);
            return KeyfileJson.Parse(content);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new KeyfileException(Path, e is FormatException ? e.Message : "the encrypted content is damaged.");
        }
        catch (IOException e)
        {
            throw new KeyfileException(Path, e.Message, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>
    /// Writes the key with mode 0600, beside the old file and then in its place; encrypted (<c>$NACL</c>) if there is a password, which
    /// takes seconds and 512 MiB of memory.
    /// </summary>
    /// <exception cref="KeyfileException">The file exists and may not be overwritten, or cannot be written.</exception>
    public void Write(KeyMaterial material, string? password = null, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(material);
        if (!overwrite)
            RequireAbsent();
        byte[] content = KeyfileJson.Write(material);
        try
        {
            PrivateFile.Write(Path, password is null ? content : Encrypt(content, password), overwrite);
        }
        catch (IOException) when (!overwrite && Exists)
        {
            RequireAbsent();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyfileException(Path, $"cannot be written: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <summary>Refuses to go on over an existing key.</summary>
    /// <exception cref="KeyfileException">The file exists.</exception>
    internal void RequireAbsent()
    {
        if (Exists)
            throw new KeyfileException(Path, "there is a key already; move it away, choose another name, or ask for it to be overwritten.");
    }

    /// <summary>The bytes of a small private file.</summary>
    /// <exception cref="KeyfileException">Missing, unreadable or too large.</exception>
    internal static byte[] ReadBytes(string path, string missing)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            byte[] buffer = new byte[MaxLength + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxLength)
                throw new KeyfileException(path, $"larger than {MaxLength / 1024} KiB: not a keyfile.");
            byte[] bytes = buffer[..length];
            CryptographicOperations.ZeroMemory(buffer);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyfileException(path, missing, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyfileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static KeyfileFormat FormatOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(NaclEncryption.Header))
            return KeyfileFormat.NaCl;
        if (bytes.StartsWith(AnsibleVault.Header))
            return KeyfileFormat.AnsibleVault;
        return bytes.StartsWith(FernetToken.Header) ? KeyfileFormat.Fernet : KeyfileFormat.Plain;
    }

    private static byte[] Encrypt(byte[] content, string password)
    {
        byte[] passwordBytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return NaclEncryption.Encrypt(content, passwordBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passwordBytes);
        }
    }

    private byte[] Decrypt(byte[] bytes, KeyfileFormat format, string? password)
    {
        string? source = null;
        if (password is null)
        {
            (password, source) = EnvironmentPassword.Find(Path, _walletName, Environment.GetEnvironmentVariables())
                ?? throw new PasswordRequiredException(Path, _walletName);
        }

        byte[] passwordBytes = Encoding.UTF8.GetBytes(password);
        try
        {
            byte[]? content = format switch
            {
                KeyfileFormat.NaCl => NaclEncryption.Decrypt(bytes, passwordBytes),
                KeyfileFormat.AnsibleVault => AnsibleVault.Decrypt(bytes, passwordBytes),
                _ => FernetToken.Decrypt(bytes, passwordBytes),
            };
            return content ?? throw new WrongPasswordException(Path, source);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passwordBytes);
        }
    }
}
