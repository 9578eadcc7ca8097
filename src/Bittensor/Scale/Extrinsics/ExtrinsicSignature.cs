using Bittensor.Crypto;

namespace Bittensor.Scale.Extrinsics;

/// <summary>The signature of an extrinsic and the values that stand with it.</summary>
/// <param name="Signer">Who signed.</param>
/// <param name="Scheme">The kind of signature.</param>
/// <param name="Bytes">The signature.</param>
/// <param name="Era">How long the extrinsic is valid.</param>
/// <param name="Nonce">The signer's nonce.</param>
/// <param name="Tip">What the signer adds to the fee, in rao.</param>
public sealed record ExtrinsicSignature(
    AccountId Signer,
    SignatureScheme Scheme,
    ReadOnlyMemory<byte> Bytes,
    Era Era,
    ulong Nonce,
    UInt128 Tip);
