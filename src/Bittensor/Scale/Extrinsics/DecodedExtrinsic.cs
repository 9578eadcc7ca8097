using Bittensor.Scale.Metadata;

namespace Bittensor.Scale.Extrinsics;

/// <summary>An extrinsic taken apart. Bare ones (inherents, for example the block's time) have no signature.</summary>
/// <param name="Call">The call by names.</param>
/// <param name="CallBytes">The call as it was encoded.</param>
/// <param name="Signature">The signature and what it stands with; null for bare extrinsics.</param>
public sealed record DecodedExtrinsic(DecodedCall Call, ReadOnlyMemory<byte> CallBytes, ExtrinsicSignature? Signature);
