using System.Runtime.InteropServices;

namespace Bittensor.Crypto.Native;

/// <summary>
/// The functions of libsodium that the SDK uses, with lengths checked; a failing native call is a false or an exception, never a silent
/// zero.
/// </summary>
internal static partial class Sodium
{
    public const int SecretboxNonceLength = 24;
    public const int SecretboxMacLength = 16;
    private const string Library = "libsodium";
    private const int Argon2i13 = 1;

    static Sodium()
    {
        // libsodium selects its CPU-specific code here, once; safe from any thread.
        if (Api.sodium_init() < 0)
            throw new InvalidOperationException("libsodium could not be initialised.");
    }

    public static void Blake2b(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (hash.Length is < 1 or > 64)
            throw new ArgumentException($"A BLAKE2b digest has 1 to 64 bytes, not {hash.Length}.", nameof(hash));
        // crypto_generichash asks for at least 16 bytes; the function under it takes 1 to 64, and Substrate uses 8.
        if (Api.crypto_generichash_blake2b(hash, (nuint)hash.Length, data, (ulong)data.Length, [], 0) != 0)
            throw new InvalidOperationException("libsodium refused to compute BLAKE2b.");
    }

    /// <summary>The key of <c>crypto_pwhash</c> with Argon2i v1.3; false if the memory it asks for is not to be had.</summary>
    public static bool TryArgon2i(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, ulong operations, nuint memoryBytes, Span<byte> key)
    {
        Require(salt.Length == 16, "An Argon2i salt has 16 bytes.");
        return Api.crypto_pwhash(key, (ulong)key.Length, password, (ulong)password.Length, salt, operations, memoryBytes, Argon2i13) == 0;
    }

    /// <summary>
    /// scrypt with the parameters N, r and p; false for parameters that scrypt does not know or memory that is not to be had.
    /// </summary>
    public static bool TryScrypt(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, ulong cost, uint blockSize, uint parallelism, Span<byte> key) =>
        Api.crypto_pwhash_scryptsalsa208sha256_ll(
            password, (nuint)password.Length, salt, (nuint)salt.Length, cost, blockSize, parallelism, key, (nuint)key.Length) == 0;

    public static void SecretboxSeal(ReadOnlySpan<byte> message, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, Span<byte> box)
    {
        RequireSecretbox(message, nonce, key, box);
        if (Api.crypto_secretbox_easy(box, message, (ulong)message.Length, nonce, key) != 0)
            throw new InvalidOperationException("libsodium refused to seal a secretbox.");
    }

    public static bool SecretboxOpen(ReadOnlySpan<byte> box, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, Span<byte> message)
    {
        RequireSecretbox(message, nonce, key, box);
        return Api.crypto_secretbox_open_easy(message, box, (ulong)box.Length, nonce, key) == 0;
    }

    private static void RequireSecretbox(ReadOnlySpan<byte> message, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> box)
    {
        Require(nonce.Length == SecretboxNonceLength, "A secretbox nonce has 24 bytes.");
        Require(key.Length == 32, "A secretbox key has 32 bytes.");
        Require(box.Length == message.Length + SecretboxMacLength, "A secretbox is 16 bytes longer than its message.");
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException($"A native call was given spans of wrong lengths: {what}");
    }

    /// <summary>The bare entry points.</summary>
    private static partial class Api
    {
        [LibraryImport(Library)]
        internal static partial int sodium_init();

        [LibraryImport(Library)]
        internal static partial int crypto_generichash_blake2b(
            Span<byte> hash, nuint hashLength, ReadOnlySpan<byte> data, ulong dataLength, ReadOnlySpan<byte> key, nuint keyLength);

        [LibraryImport(Library)]
        internal static partial int crypto_pwhash(
            Span<byte> key, ulong keyLength, ReadOnlySpan<byte> password, ulong passwordLength, ReadOnlySpan<byte> salt,
            ulong operations, nuint memory, int algorithm);

        [LibraryImport(Library)]
        internal static partial int crypto_pwhash_scryptsalsa208sha256_ll(
            ReadOnlySpan<byte> password, nuint passwordLength, ReadOnlySpan<byte> salt, nuint saltLength,
            ulong cost, uint blockSize, uint parallelism, Span<byte> key, nuint keyLength);

        [LibraryImport(Library)]
        internal static partial int crypto_secretbox_easy(
            Span<byte> box, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

        [LibraryImport(Library)]
        internal static partial int crypto_secretbox_open_easy(
            Span<byte> message, ReadOnlySpan<byte> box, ulong boxLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

        [LibraryImport(Library)]
        internal static partial int crypto_sign_ed25519_seed_keypair(Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

        [LibraryImport(Library)]
        internal static partial int crypto_sign_ed25519_detached(
            Span<byte> signature, out ulong signatureLength, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> secretKey);

        [LibraryImport(Library)]
        internal static partial int crypto_sign_ed25519_verify_detached(
            ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

        [LibraryImport(Library)]
        internal static partial int crypto_core_ristretto255_is_valid_point(ReadOnlySpan<byte> point);

        [LibraryImport(Library)]
        internal static partial int crypto_core_ristretto255_sub(Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

        [LibraryImport(Library)]
        internal static partial int crypto_scalarmult_ristretto255(Span<byte> result, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point);

        [LibraryImport(Library)]
        internal static partial int crypto_scalarmult_ristretto255_base(Span<byte> result, ReadOnlySpan<byte> scalar);

        [LibraryImport(Library)]
        internal static partial void crypto_core_ristretto255_scalar_reduce(Span<byte> result, ReadOnlySpan<byte> wide);

        [LibraryImport(Library)]
        internal static partial void crypto_core_ristretto255_scalar_add(
            Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

        [LibraryImport(Library)]
        internal static partial void crypto_core_ristretto255_scalar_mul(
            Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);
    }
}
