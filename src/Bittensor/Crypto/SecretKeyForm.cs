namespace Bittensor.Crypto;

/// <summary>How the scalar in a 64-byte sr25519 secret key is written. Both forms look alike, so the caller has to know.</summary>
public enum SecretKeyForm
{
    /// <summary>Reduced modulo the group order: schnorrkel's SecretKey::to_bytes, the <c>privateKey</c> of Bittensor keyfiles.</summary>
    Schnorrkel,

    /// <summary>Times the cofactor 8: SecretKey::to_ed25519_bytes, the secrets of polkadot-js.</summary>
    Ed25519,
}
