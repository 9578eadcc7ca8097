namespace Bittensor.Scale.Metadata;

/// <summary>Where bit i of a BitVec lies: words are little-endian, and their lowest (Lsb0) or highest (Msb0) bit comes first.</summary>
internal static class BitLayout
{
    public static (int WordBytes, bool LowestFirst) Of(TypeRegistry types, BitSequenceShape shape) =>
        types[shape.Store].Shape is PrimitiveShape { Primitive: >= ScalePrimitive.U8 and <= ScalePrimitive.U64 } store
            ? (store.Primitive.Bytes(), types[shape.Order].Name != "Msb0")
            : throw new FormatException($"Type {shape.Store} ({types.NameOf(shape.Store)}) cannot store bits.");

    public static int ByteOf(int bit, int wordBytes, bool lowestFirst)
    {
        int word = bit / (8 * wordBytes) * wordBytes;
        int byteInWord = bit / 8 % wordBytes;
        return word + (lowestFirst ? byteInWord : wordBytes - 1 - byteInWord);
    }

    public static byte MaskOf(int bit, bool lowestFirst) => (byte)(lowestFirst ? 1 << (bit % 8) : 0x80 >> (bit % 8));
}
