namespace Bittensor.Chain;

/// <summary>A proof of work for a registration.</summary>
/// <param name="Block">Number of the block that it is for.</param>
/// <param name="Nonce">The nonce.</param>
/// <param name="Seal">Its seal, 32 bytes.</param>
public sealed record SolvedWork(ulong Block, ulong Nonce, ReadOnlyMemory<byte> Seal);
