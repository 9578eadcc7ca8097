namespace Bittensor.Scale.Metadata;

/// <summary>A <c>BitVec</c>: a compact count of bits, then whole words.</summary>
/// <param name="Store">Type of the words: u8, u16, u32 or u64.</param>
/// <param name="Order">Type that names the order of bits in a word: Lsb0 or Msb0.</param>
public sealed record BitSequenceShape(int Store, int Order) : TypeShape;
