namespace Bittensor.Wallets;

/// <summary>How a keyfile's bytes are protected; told by the first bytes.</summary>
public enum KeyfileFormat
{
    /// <summary>Readable JSON (or a bare 0x public key).</summary>
    Plain,

    /// <summary><c>$NACL</c>: XSalsa20-Poly1305 under an Argon2i key. The current format.</summary>
    NaCl,

    /// <summary><c>$ANSIBLE_VAULT</c>: AES-256-CTR under a PBKDF2 key. Read only.</summary>
    AnsibleVault,

    /// <summary><c>gAAAAA</c>: a Fernet token, the oldest format. Read only, and slow by design (some seconds).</summary>
    Fernet,
}
