using System.Buffers;

namespace Bittensor.Crypto;

/// <summary>Hex texts of keys: 0x and exactly two digits a byte.</summary>
internal static class Hex
{
    /// <summary>Reads <c>0x</c> and exactly <paramref name="length"/> bytes; false for anything else.</summary>
    public static bool TryDecode(string? text, int length, out byte[] bytes)
    {
        bytes = [];
        if (text is null || text.Length != 2 + (2 * length) || !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return false;
        byte[] decoded = new byte[length];
        if (Convert.FromHexString(text.AsSpan(2), decoded, out _, out _) != OperationStatus.Done)
            return false;
        bytes = decoded;
        return true;
    }

    /// <summary>Writes <c>0x</c> and lower-case digits.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
