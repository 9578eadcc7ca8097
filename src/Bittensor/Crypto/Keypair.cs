namespace Bittensor.Crypto;

/// <summary>An sr25519 key pair (schnorrkel, signing context "substrate"). Immutable and thread-safe; disposing zeroes the secret.</summary>
public sealed class Keypair : IDisposable
{
    /// <summary>Length of a signature in bytes.</summary>
    public const int SignatureLength = 64;

    private Keypair(AccountId account) => AccountId = account;

    /// <summary>The public key.</summary>
    public AccountId AccountId { get; }

    /// <summary>The SS58 address with prefix 42.</summary>
    public string Address => AccountId.ToString();

    /// <summary>A new random key pair.</summary>
    public static Keypair Generate() => throw new NotSupportedException();

    /// <summary>Key pair of a secret URI: a phrase or 0x-seed (the development phrase if empty) followed by hard (//x) and soft (/x) junctions and an optional ///password.</summary>
    public static Keypair FromUri(string uri) => throw new NotSupportedException();

    /// <summary>Key pair of a BIP-39 sentence, derived as Substrate does (over the entropy).</summary>
    public static Keypair FromMnemonic(string mnemonic, string password = "") => throw new NotSupportedException();

    /// <summary>Key pair of a 32-byte mini-secret.</summary>
    public static Keypair FromSeed(ReadOnlySpan<byte> miniSecret) => throw new NotSupportedException();

    /// <summary>Signs a message; 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => throw new NotSupportedException();

    /// <summary>True if <paramref name="signature"/> is <paramref name="signer"/>'s over <paramref name="message"/>. Never throws on hostile bytes.</summary>
    public static bool Verify(AccountId signer, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => throw new NotSupportedException();

    /// <summary>The address; never a secret.</summary>
    public override string ToString() => Address;

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();
}
