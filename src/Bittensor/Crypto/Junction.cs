using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Bittensor.Crypto;

/// <summary>
/// One step of a derivation path. Its 32-byte chain code is Substrate's: a number as 8 little-endian bytes, other names as SCALE
/// strings, hashed if long.
/// </summary>
internal sealed class Junction
{
    public Junction(string name, bool isHard)
    {
        IsHard = isHard;
        ChainCode = new byte[32];
        if (ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(ChainCode, number);
            return;
        }

        byte[] text = Encoding.UTF8.GetBytes(name);
        byte[] scale = [.. CompactLength(text.Length), .. text];
        if (scale.Length > 32)
            Hashes.Blake2b(scale, ChainCode);
        else
            scale.CopyTo(ChainCode, 0);
    }

    public bool IsHard { get; }

    public byte[] ChainCode { get; }

    /// <summary>SCALE compact integer: the low two bits tell one, two or four bytes.</summary>
    private static byte[] CompactLength(int length)
    {
        if (length < 1 << 6)
            return [(byte)(length << 2)];
        byte[] bytes = new byte[length < 1 << 14 ? 2 : 4];
        if (bytes.Length == 2)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)((length << 2) | 1));
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, ((uint)length << 2) | 2);
        return bytes;
    }
}
