using Bittensor.Scale.Extrinsics;

namespace Bittensor.Chain.Rpc;

/// <summary>A call that is ready to be signed, whatever nonce it gets.</summary>
/// <param name="Call">The call by names.</param>
/// <param name="EncodedCall">The call as the runtime wants it.</param>
/// <param name="Runtime">The runtime that it is signed for.</param>
/// <param name="Context">What the signature covers besides; without the nonce.</param>
/// <param name="Head">Newest block: the extrinsic can only be in later ones.</param>
/// <param name="Death">First block in which it will be void.</param>
internal sealed record SigningPlan(ChainCall Call, byte[] EncodedCall, ChainRuntime Runtime, SigningContext Context, ulong Head, ulong Death);
