namespace Bittensor.Scale.Extrinsics;

/// <summary>The kinds of signature on extrinsics, named as the variants of <c>sp_runtime::MultiSignature</c>.</summary>
public enum SignatureScheme
{
    /// <summary>Ed25519, 64 bytes.</summary>
    Ed25519,

    /// <summary>Schnorrkel on Ristretto255, 64 bytes: what Bittensor's wallets use.</summary>
    Sr25519,

    /// <summary>ECDSA on secp256k1, 65 bytes. Read, but neither made nor checked here.</summary>
    Ecdsa,
}
