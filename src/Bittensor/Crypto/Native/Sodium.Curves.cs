namespace Bittensor.Crypto.Native;

/// <summary>Ristretto255 and Ed25519. Points and scalars are 32 bytes; scalars given here are reduced modulo the group order.</summary>
internal static partial class Sodium
{
    public static bool IsValidRistrettoPoint(ReadOnlySpan<byte> point) =>
        point.Length == 32 && Api.crypto_core_ristretto255_is_valid_point(point) == 1;

    /// <summary>scalar · base point. The identity (scalar 0) is written as zeros, which libsodium reports as an error.</summary>
    public static void RistrettoBaseMultiply(ReadOnlySpan<byte> scalar, Span<byte> point)
    {
        Require32(scalar, point);
        if (Api.crypto_scalarmult_ristretto255_base(point, scalar) != 0)
            point.Clear();
    }

    /// <summary>scalar · point; false if the point is no valid encoding or the product is the identity.</summary>
    public static bool TryRistrettoMultiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> product)
    {
        Require32(scalar, point);
        Require32(product, product);
        return Api.crypto_scalarmult_ristretto255(product, scalar, point) == 0;
    }

    /// <summary>left − right; false if one is no valid encoding.</summary>
    public static bool TryRistrettoSubtract(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> difference)
    {
        Require32(left, right);
        Require32(difference, difference);
        return Api.crypto_core_ristretto255_sub(difference, left, right) == 0;
    }

    /// <summary>Reduces 64 little-endian bytes modulo the group order.</summary>
    public static void ScalarReduce(ReadOnlySpan<byte> wide, Span<byte> scalar)
    {
        Require(wide.Length == 64, "A wide scalar has 64 bytes.");
        Require32(scalar, scalar);
        Api.crypto_core_ristretto255_scalar_reduce(scalar, wide);
    }

    public static void ScalarAdd(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> sum)
    {
        Require32(left, right);
        Require32(sum, sum);
        Api.crypto_core_ristretto255_scalar_add(sum, left, right);
    }

    public static void ScalarMultiply(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> product)
    {
        Require32(left, right);
        Require32(product, product);
        Api.crypto_core_ristretto255_scalar_mul(product, left, right);
    }

    /// <summary>Fills the 32-byte public key and libsodium's 64-byte secret (seed, public key) from a 32-byte seed.</summary>
    public static void Ed25519FromSeed(ReadOnlySpan<byte> seed, Span<byte> publicKey, Span<byte> secretKey)
    {
        Require32(seed, publicKey);
        Require(secretKey.Length == 64, "An Ed25519 secret key has 64 bytes.");
        if (Api.crypto_sign_ed25519_seed_keypair(publicKey, secretKey, seed) != 0)
            throw new InvalidOperationException("libsodium refused to make an Ed25519 key pair.");
    }

    public static void Ed25519Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> secretKey, Span<byte> signature)
    {
        Require(secretKey.Length == 64 && signature.Length == 64, "Ed25519 secret keys and signatures have 64 bytes.");
        if (Api.crypto_sign_ed25519_detached(signature, out _, message, (ulong)message.Length, secretKey) != 0)
            throw new InvalidOperationException("libsodium refused to sign with Ed25519.");
    }

    public static bool Ed25519Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey) =>
        signature.Length == 64 && publicKey.Length == 32 &&
        Api.crypto_sign_ed25519_verify_detached(signature, message, (ulong)message.Length, publicKey) == 0;

    private static void Require32(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        Require(first.Length == 32 && second.Length == 32, "Points and scalars have 32 bytes.");
}
