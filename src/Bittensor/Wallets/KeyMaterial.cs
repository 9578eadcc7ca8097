using System.Security.Cryptography;
using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>
/// What a keyfile holds: an account and, unless it is a public part only, the secret in the forms that are known. Disposing zeroes
/// the secret; <see cref="ToString"/> shows the address alone.
/// </summary>
public sealed class KeyMaterial : IDisposable
{
    private readonly byte[]? _secretKey;
    private readonly byte[]? _seed;

    private KeyMaterial(AccountId account, byte[]? secretKey, byte[]? seed, Mnemonic? mnemonic)
    {
        AccountId = account;
        _secretKey = secretKey;
        _seed = seed;
        Mnemonic = mnemonic;
    }

    /// <summary>The public key.</summary>
    public AccountId AccountId { get; }

    /// <summary>The SS58 address with prefix 42.</summary>
    public string Address => AccountId.ToString();

    /// <summary>True if the secret is here.</summary>
    public bool CanSign => _secretKey is not null;

    /// <summary>The sentence the key was made from, if known. A secret.</summary>
    public Mnemonic? Mnemonic { get; }

    /// <summary>The 32-byte mini-secret, if known. A secret; empty if unknown.</summary>
    public ReadOnlySpan<byte> Seed => _seed;

    /// <summary>The 64-byte schnorrkel secret key; empty for a public part.</summary>
    public ReadOnlySpan<byte> SecretKey => _secretKey;

    /// <summary>Null, or how the file contradicts itself: which of its fields belong to another key than the one that was taken.</summary>
    public string? Contradiction { get; init; }

    /// <summary>A public part: no secret.</summary>
    public static KeyMaterial FromPublicKey(AccountId account) => new(account, null, null, null);

    /// <summary>The key of a BIP-39 sentence without password.</summary>
    public static KeyMaterial FromMnemonic(Mnemonic mnemonic)
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        byte[] seed = mnemonic.ToMiniSecret();
        using Keypair pair = Keypair.FromSeed(seed);
        return new KeyMaterial(pair.AccountId, pair.ExportSecretKey(), seed, mnemonic);
    }

    /// <summary>The key of a 32-byte mini-secret.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static KeyMaterial FromSeed(ReadOnlySpan<byte> seed)
    {
        using Keypair pair = Keypair.FromSeed(seed);
        return new KeyMaterial(pair.AccountId, pair.ExportSecretKey(), seed.ToArray(), null);
    }

    /// <summary>
    /// The key of a secret URI such as <c>//Alice</c>. The phrase is kept only if the key follows from it alone (no junction, no
    /// password).
    /// </summary>
    /// <exception cref="FormatException">The URI is malformed.</exception>
    public static KeyMaterial FromUri(string uri)
    {
        var parsed = SecretUri.Parse(uri);
        if (parsed is { Junctions.Count: 0, Password: "" } && Mnemonic.IsValid(parsed.Phrase))
            return FromMnemonic(new Mnemonic(parsed.Phrase));
        byte[]? seed = parsed.Derive(out Keypair pair);
        using (pair)
            return new KeyMaterial(pair.AccountId, pair.ExportSecretKey(), seed, null);
    }

    /// <summary>The key of a pair whose origin is unknown: only the 64-byte secret key can be stored.</summary>
    public static KeyMaterial FromKeypair(Keypair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return new KeyMaterial(pair.AccountId, pair.ExportSecretKey(), null, null);
    }

    /// <summary>A key pair of its own, to be disposed by the caller.</summary>
    /// <exception cref="InvalidOperationException">This is a public part.</exception>
    public Keypair ToKeypair() => _secretKey is null
        ? throw new InvalidOperationException($"Only the public part of {Address} is known; it cannot sign.")
        : Keypair.FromSecretKey(_secretKey);

    /// <summary>The public part alone.</summary>
    public KeyMaterial ToPublic() => FromPublicKey(AccountId);

    /// <summary>The address; never a secret.</summary>
    public override string ToString() => Address;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secretKey);
        CryptographicOperations.ZeroMemory(_seed);
    }

    internal KeyMaterial With(string? contradiction) => new(AccountId, _secretKey, _seed, Mnemonic) { Contradiction = contradiction };
}
