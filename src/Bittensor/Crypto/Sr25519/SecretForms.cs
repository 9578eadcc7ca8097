namespace Bittensor.Crypto.Sr25519;

/// <summary>
/// The two ways to write the scalar of an sr25519 secret: schnorrkel's own (reduced modulo the group order), and the Ed25519 form of
/// polkadot-js (times the cofactor 8).
/// </summary>
internal static class SecretForms
{
    /// <summary>The group order 2^252 + 27742317777372353535851937790883648493, little-endian.</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>True if the little-endian number is below the group order.</summary>
    public static bool IsCanonicalScalar(ReadOnlySpan<byte> scalar)
    {
        // Borrow of scalar − order; no branch on the bytes, as imported secrets pass here too.
        int borrow = 0;
        for (int i = 0; i < 32; i++)
            borrow = (scalar[i] - Order[i] - borrow) >> 31 & 1;
        return borrow == 1;
    }

    /// <summary>Little-endian shift right by three bits, in place.</summary>
    public static void DivideByCofactor(Span<byte> scalar)
    {
        int low = 0;
        for (int i = scalar.Length - 1; i >= 0; i--)
        {
            int value = scalar[i];
            scalar[i] = (byte)((value >> 3) | (low << 5));
            low = value & 7;
        }
    }

    /// <summary>Little-endian shift left by three bits, in place.</summary>
    public static void MultiplyByCofactor(Span<byte> scalar)
    {
        int high = 0;
        for (int i = 0; i < scalar.Length; i++)
        {
            int value = scalar[i];
            scalar[i] = (byte)((value << 3) | high);
            high = value >> 5;
        }
    }
}
