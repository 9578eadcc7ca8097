using System.Security.Cryptography;

namespace Bittensor.Wire;

/// <summary>The Content-Digest header of RFC 9530 with SHA-256, the one algorithm that both ends know.</summary>
internal static class ContentDigest
{
    private const string Prefix = "sha-256=:";

    /// <summary>The header's value for a body.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"{Prefix}{Convert.ToBase64String(hash)}:";
    }

    /// <summary>True if the header names the body's SHA-256. Other algorithms in the list are passed over; a list without SHA-256 does not hold.</summary>
    public static bool Holds(string header, ReadOnlySpan<byte> body)
    {
        string expected = Of(body);
        foreach (Range range in header.AsSpan().Split(','))
            if (header.AsSpan(range).Trim().Equals(expected, StringComparison.Ordinal))
                return true;
        return false;
    }
}
