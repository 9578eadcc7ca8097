using System.Security.Cryptography;
using Bittensor.Crypto.Native;

namespace Bittensor.Crypto;

/// <summary>
/// An ed25519 key pair with Substrate's hard derivation. Bittensor's own keys are sr25519 (<see cref="Keypair"/>); the chain accepts
/// both. Immutable and thread-safe; disposing zeroes the secret. Do not dispose while another thread signs.
/// </summary>
public sealed class Ed25519Keypair : IDisposable
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    // libsodium's form: seed, then public key.
    private readonly byte[] _secretKey = GC.AllocateUninitializedArray<byte>(64, pinned: true);
    private volatile bool _disposed;

    private Ed25519Keypair(ReadOnlySpan<byte> seed)
    {
        Span<byte> publicKey = stackalloc byte[AccountId.Length];
        Sodium.Ed25519FromSeed(seed, publicKey, _secretKey);
        AccountId = new AccountId(publicKey);
    }

    /// <summary>The public key.</summary>
    public AccountId AccountId { get; }

    /// <summary>The SS58 address with prefix 42.</summary>
    public string Address => AccountId.ToString();

    /// <summary>Key pair of a 32-byte seed.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Ed25519Keypair FromSeed(ReadOnlySpan<byte> seed) => seed.Length == Keypair.SeedLength
        ? new Ed25519Keypair(seed)
        : throw new ArgumentException($"A seed has {Keypair.SeedLength} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>Key pair of a BIP-39 sentence, derived as Substrate does (over the entropy).</summary>
    public static Ed25519Keypair FromMnemonic(Mnemonic mnemonic, string password = "")
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        byte[] seed = mnemonic.ToMiniSecret(password);
        var pair = new Ed25519Keypair(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>Key pair of a secret URI with hard junctions only.</summary>
    /// <exception cref="FormatException">The URI is malformed or has a soft junction, which ed25519 cannot derive.</exception>
    public static Ed25519Keypair FromUri(string uri)
    {
        var parsed = SecretUri.Parse(uri);
        if (parsed.Junctions.Any(junction => !junction.IsHard))
            throw new FormatException("An ed25519 key has no soft junctions ('/name'); use hard ones ('//name').");
        byte[] seed = parsed.MiniSecret();
        foreach (Junction junction in parsed.Junctions)
        {
            // BLAKE2b-256 of the SCALE encoding of ("Ed25519HDKD", seed, chain code); 0x2c is the compact length 11.
            byte[] derivation = [0x2c, .. "Ed25519HDKD"u8, .. seed, .. junction.ChainCode];
            Hashes.Blake2b(derivation, seed);
            CryptographicOperations.ZeroMemory(derivation);
        }

        var pair = new Ed25519Keypair(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>
    /// True if <paramref name="signature"/> is <paramref name="signer"/>'s over <paramref name="message"/>. Never throws on hostile
    /// bytes.
    /// </summary>
    public static bool Verify(AccountId signer, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Sodium.Ed25519Verify(message, signature, signer.Bytes);

    /// <summary>Signs a message; 64 bytes, always the same for one message.</summary>
    /// <exception cref="ObjectDisposedException">The pair was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        byte[] signature = new byte[SignatureLength];
        Sodium.Ed25519Sign(message, _secretKey, signature);
        return signature;
    }

    /// <summary>The address; never a secret.</summary>
    public override string ToString() => Address;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_secretKey);
    }
}
