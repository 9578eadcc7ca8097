using System.Security.Cryptography;
using Bittensor.Crypto.Native;

namespace Bittensor.Crypto.Sr25519;

/// <summary>
/// The signature scheme sr25519 exactly as the Rust crate schnorrkel computes it: Schnorr signatures over Ristretto255 with Merlin
/// transcripts. A secret is 64 bytes here: a 32-byte scalar modulo the group order, then a 32-byte nonce seed.
/// </summary>
internal static class Schnorrkel
{
    public const int SecretLength = 64;
    public const int SignatureLength = 64;

    /// <summary>Set in the last byte of a signature: tells it from an Ed25519 one.</summary>
    private const byte Marker = 0x80;

    /// <summary>The transcript after the signing context "substrate", the part that all signatures share.</summary>
    private static readonly Transcript SubstrateContext = CreateContext();

    /// <summary>
    /// Expands a 32-byte mini-secret as Ed25519 does (schnorrkel's ExpansionMode::Ed25519), then divides the scalar by the cofactor.
    /// </summary>
    public static void Expand(ReadOnlySpan<byte> miniSecret, Span<byte> secret)
    {
        SHA512.HashData(miniSecret, secret);
        secret[0] &= 0xf8;
        secret[31] = (byte)((secret[31] & 0x3f) | 0x40);
        SecretForms.DivideByCofactor(secret[..32]);
    }

    public static void PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey) => Sodium.RistrettoBaseMultiply(secret[..32], publicKey);

    /// <summary>
    /// Hard derivation: a new mini-secret that does not reveal its parent. Source: schnorrkel derive.rs, hard_derive_mini_secret_key.
    /// </summary>
    public static void DeriveHard(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> chainCode, Span<byte> miniSecret)
    {
        var transcript = new Transcript("SchnorrRistrettoHDKD"u8);
        transcript.Append("sign-bytes"u8, []);
        transcript.Append("chain-code"u8, chainCode);
        transcript.Append("secret-key"u8, secret[..32]);
        transcript.Challenge("HDKD-hard"u8, miniSecret);
        transcript.Clear();
    }

    /// <summary>
    /// Soft derivation: the public key follows from the parent's public key. The child's nonce seed is free to choose (schnorrkel
    /// draws it at random); here it is hashed from the parent's, so that one secret URI always gives one secret.
    /// </summary>
    public static void DeriveSoft(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> chainCode, Span<byte> child)
    {
        var transcript = new Transcript("SchnorrRistrettoHDKD"u8);
        transcript.Append("sign-bytes"u8, []);
        transcript.Append("chain-code"u8, chainCode);
        transcript.Append("public-key"u8, publicKey);
        Span<byte> scalar = stackalloc byte[32];
        ChallengeScalar(ref transcript, "HDKD-scalar"u8, scalar);

        Sodium.ScalarAdd(secret[..32], scalar, child[..32]);
        transcript.Witness("HDKD-nonce"u8, secret, child[..32], child[32..]);
    }

    /// <summary>
    /// Signs under the context "substrate". The nonce depends on message, key, the secret nonce seed and fresh randomness.
    /// </summary>
    public static void Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Transcript transcript = Begin(message, publicKey);
        Span<byte> scratch = stackalloc byte[32 + 64 + 32 + 32 + 32];
        Span<byte> random = scratch[..32];
        Span<byte> wide = scratch[32..96];
        Span<byte> nonce = scratch[96..128];
        Span<byte> challenge = scratch[128..160];
        Span<byte> product = scratch[160..];

        RandomNumberGenerator.Fill(random);
        transcript.Witness("signing"u8, secret[32..], random, wide);
        Sodium.ScalarReduce(wide, nonce);
        Span<byte> commitment = signature[..32];
        Sodium.RistrettoBaseMultiply(nonce, commitment);
        transcript.Append("sign:R"u8, commitment);
        ChallengeScalar(ref transcript, "sign:c"u8, challenge);

        Sodium.ScalarMultiply(challenge, secret[..32], product);
        Sodium.ScalarAdd(product, nonce, signature[32..]);
        signature[63] |= Marker;
        CryptographicOperations.ZeroMemory(scratch);
    }

    /// <summary>
    /// True if the signature holds. Refuses what schnorrkel refuses (a missing marker, a scalar that is not reduced, bytes that are
    /// no point), and the identity as a public key, under which anybody could sign.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || publicKey.Length != 32 || (signature[63] & Marker) == 0)
            return false;
        Span<byte> scalar = stackalloc byte[32];
        signature[32..].CopyTo(scalar);
        scalar[31] &= 0x7f;
        if (!SecretForms.IsCanonicalScalar(scalar))
            return false;

        Transcript transcript = Begin(message, publicKey);
        ReadOnlySpan<byte> commitment = signature[..32];
        transcript.Append("sign:R"u8, commitment);
        Span<byte> challenge = stackalloc byte[32];
        ChallengeScalar(ref transcript, "sign:c"u8, challenge);

        // R = s·B − k·A. The encoding is unique, so comparing bytes compares points and refuses an R that is none.
        Span<byte> left = stackalloc byte[32];
        Span<byte> right = stackalloc byte[32];
        if (!Sodium.TryRistrettoMultiply(challenge, publicKey, right))
            return false;
        Sodium.RistrettoBaseMultiply(scalar, left);
        return Sodium.TryRistrettoSubtract(left, right, left) && left.SequenceEqual(commitment);
    }

    private static Transcript CreateContext()
    {
        var transcript = new Transcript("SigningContext"u8);
        transcript.Append(""u8, "substrate"u8);
        return transcript;
    }

    private static Transcript Begin(ReadOnlySpan<byte> message, ReadOnlySpan<byte> publicKey)
    {
        Transcript transcript = SubstrateContext;
        transcript.Append("sign-bytes"u8, message);
        transcript.Append("proto-name"u8, "Schnorr-sig"u8);
        transcript.Append("sign:pk"u8, publicKey);
        return transcript;
    }

    private static void ChallengeScalar(ref Transcript transcript, ReadOnlySpan<byte> label, Span<byte> scalar)
    {
        Span<byte> wide = stackalloc byte[64];
        transcript.Challenge(label, wide);
        Sodium.ScalarReduce(wide, scalar);
    }
}
