namespace Bittensor.Chain.Rpc;

/// <summary>An extrinsic ready to be handed in, with what is needed to find it again.</summary>
/// <param name="Call">Its call, for messages.</param>
/// <param name="Hex">Its bytes, as 0x-hex.</param>
/// <param name="Hash">Its hash, as 0x-hex.</param>
/// <param name="Signer">Who signed, as SS58.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="SignedAt">Newest block when it was signed: it can only be in later ones.</param>
/// <param name="Death">First block in which it is void.</param>
internal sealed record SignedExtrinsic(ChainCall Call, string Hex, string Hash, string Signer, ulong Nonce, ulong SignedAt, ulong Death);
