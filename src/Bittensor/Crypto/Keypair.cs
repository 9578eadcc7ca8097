using System.Security.Cryptography;
using Bittensor.Crypto.Sr25519;

namespace Bittensor.Crypto;

/// <summary>
/// An sr25519 key pair (schnorrkel, signing context "substrate"). Immutable and thread-safe; disposing zeroes the secret, after which
/// signing throws <see cref="ObjectDisposedException"/>. Do not dispose while another thread signs.
/// </summary>
public sealed class Keypair : IDisposable
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureLength = Schnorrkel.SignatureLength;

    /// <summary>Length of a mini-secret (seed) in bytes.</summary>
    public const int SeedLength = 32;

    /// <summary>Length of an expanded secret key in bytes: scalar and nonce seed.</summary>
    public const int SecretKeyLength = Schnorrkel.SecretLength;

    // Pinned, so that the garbage collector leaves no copies behind.
    private readonly byte[] _secret = GC.AllocateUninitializedArray<byte>(SecretKeyLength, pinned: true);
    private volatile bool _disposed;

    private Keypair(ReadOnlySpan<byte> secret)
    {
        secret.CopyTo(_secret);
        Span<byte> publicKey = stackalloc byte[AccountId.Length];
        Schnorrkel.PublicKey(_secret, publicKey);
        AccountId = new AccountId(publicKey);
    }

    /// <summary>The public key.</summary>
    public AccountId AccountId { get; }

    /// <summary>The SS58 address with prefix 42.</summary>
    public string Address => AccountId.ToString();

    /// <summary>A new random key pair.</summary>
    public static Keypair Generate()
    {
        Span<byte> seed = stackalloc byte[SeedLength];
        RandomNumberGenerator.Fill(seed);
        Keypair pair = FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>
    /// Key pair of a secret URI: a phrase or 0x-seed (the development phrase if empty) followed by hard (//x) and soft (/x) junctions
    /// and an optional ///password.
    /// </summary>
    /// <exception cref="FormatException">The phrase, seed or a junction is malformed.</exception>
    public static Keypair FromUri(string uri)
    {
        CryptographicOperations.ZeroMemory(SecretUri.Parse(uri).Derive(out Keypair pair));
        return pair;
    }

    /// <summary>Key pair of a BIP-39 sentence, derived as Substrate does (over the entropy).</summary>
    /// <exception cref="FormatException">Not a valid sentence.</exception>
    public static Keypair FromMnemonic(string mnemonic, string password = "") => FromMnemonic(new Mnemonic(mnemonic), password);

    /// <summary>Key pair of a BIP-39 sentence, derived as Substrate does (over the entropy).</summary>
    public static Keypair FromMnemonic(Mnemonic mnemonic, string password = "")
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        byte[] seed = mnemonic.ToMiniSecret(password);
        Keypair pair = FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>Key pair of a 32-byte mini-secret.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Keypair FromSeed(ReadOnlySpan<byte> miniSecret)
    {
        if (miniSecret.Length != SeedLength)
            throw new ArgumentException($"A mini-secret has {SeedLength} bytes, not {miniSecret.Length}.", nameof(miniSecret));
        Span<byte> secret = stackalloc byte[SecretKeyLength];
        Schnorrkel.Expand(miniSecret, secret);
        var pair = new Keypair(secret);
        CryptographicOperations.ZeroMemory(secret);
        return pair;
    }

    /// <summary>Key pair of a 64-byte secret key: scalar and nonce seed, in either form.</summary>
    /// <exception cref="ArgumentException">Not 64 bytes, or no scalar of that form.</exception>
    public static Keypair FromSecretKey(ReadOnlySpan<byte> secretKey, SecretKeyForm form = SecretKeyForm.Schnorrkel)
    {
        if (secretKey.Length != SecretKeyLength)
            throw new ArgumentException($"A secret key has {SecretKeyLength} bytes, not {secretKey.Length}.", nameof(secretKey));
        Span<byte> secret = stackalloc byte[SecretKeyLength];
        secretKey.CopyTo(secret);
        bool valid = true;
        if (form == SecretKeyForm.Ed25519)
        {
            valid = (secret[0] & 7) == 0;
            SecretForms.DivideByCofactor(secret[..32]);
        }

        valid &= SecretForms.IsCanonicalScalar(secret[..32]) && secret[..32].ContainsAnyExcept((byte)0);
        if (!valid)
            throw new ArgumentException($"These bytes are no sr25519 secret key in {form} form.", nameof(secretKey));
        var pair = new Keypair(secret);
        CryptographicOperations.ZeroMemory(secret);
        return pair;
    }

    /// <summary>
    /// True if <paramref name="signature"/> is <paramref name="signer"/>'s over <paramref name="message"/>. Never throws on hostile
    /// bytes.
    /// </summary>
    public static bool Verify(AccountId signer, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Schnorrkel.Verify(signer.Bytes, message, signature);

    /// <summary>
    /// Like <see cref="Verify"/>, but a signature over <c>&lt;Bytes&gt;message&lt;/Bytes&gt;</c>, as browser wallets make it, is as good
    /// as one over the bare message. This is the rule of the Bittensor tools.
    /// </summary>
    public static bool VerifyBareOrWrapped(AccountId signer, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (Verify(signer, message, signature))
            return true;
        byte[] wrapped = [.. "<Bytes>"u8, .. message, .. "</Bytes>"u8];
        return Verify(signer, wrapped, signature);
    }

    /// <summary>Signs a message; 64 bytes. Signatures are randomised: two over one message differ.</summary>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureLength];
        Sign(message, signature);
        return signature;
    }

    /// <summary>Signs a message into 64 bytes of the caller's, without allocating.</summary>
    /// <exception cref="ArgumentException">The destination does not have 64 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (signature.Length != SignatureLength)
            throw new ArgumentException($"A signature has {SignatureLength} bytes, the destination {signature.Length}.", nameof(signature));
        Schnorrkel.Sign(_secret, AccountId.Bytes, message, signature);
    }

    /// <summary>The 64-byte secret key. The caller zeroes the array when done.</summary>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public byte[] ExportSecretKey(SecretKeyForm form = SecretKeyForm.Schnorrkel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte[] secret = GC.AllocateUninitializedArray<byte>(SecretKeyLength, pinned: true);
        _secret.CopyTo(secret, 0);
        if (form == SecretKeyForm.Ed25519)
            SecretForms.MultiplyByCofactor(secret.AsSpan(0, 32));
        return secret;
    }

    /// <summary>The address; never a secret.</summary>
    public override string ToString() => Address;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secret);
    }
}
