using System.Security.Cryptography;
using Bittensor.Crypto.Sr25519;

namespace Bittensor.Crypto;

/// <summary>
/// A Substrate secret URI taken apart: <c>phrase or 0x-seed</c>, then junctions (<c>//hard</c>, <c>/soft</c>), then
/// <c>///password</c>. An empty phrase means the public development phrase. Never shows its secret parts.
/// </summary>
internal sealed class SecretUri
{
    /// <summary>The phrase behind //Alice and her friends; everybody knows it.</summary>
    public const string DevelopmentPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    private SecretUri(string phrase, string password, IReadOnlyList<Junction> junctions)
    {
        Phrase = phrase;
        Password = password;
        Junctions = junctions;
    }

    public string Phrase { get; }

    public string Password { get; }

    public IReadOnlyList<Junction> Junctions { get; }

    /// <summary>Takes a secret URI apart.</summary>
    /// <exception cref="FormatException">An empty junction.</exception>
    public static SecretUri Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        string password = "";
        int passwordStart = uri.IndexOf("///", StringComparison.Ordinal);
        if (passwordStart >= 0)
        {
            password = uri[(passwordStart + 3)..];
            uri = uri[..passwordStart];
        }

        int pathStart = uri.IndexOf('/', StringComparison.Ordinal);
        string phrase = pathStart < 0 ? uri : uri[..pathStart];
        var junctions = new List<Junction>();
        int position = pathStart < 0 ? uri.Length : pathStart;
        while (position < uri.Length)
        {
            bool hard = position + 1 < uri.Length && uri[position + 1] == '/';
            int start = position + (hard ? 2 : 1);
            int end = start < uri.Length ? uri.IndexOf('/', start) : -1;
            if (end < 0)
                end = uri.Length;
            if (end == start)
                throw new FormatException("A secret URI has an empty junction: names follow '/' (soft) and '//' (hard).");
            junctions.Add(new Junction(uri[start..end], hard));
            position = end;
        }

        return new SecretUri(phrase.Length == 0 ? DevelopmentPhrase : phrase, password, junctions);
    }

    /// <summary>Makes the pair; returns its mini-secret (null after a soft junction, which has none) for the caller to zero.</summary>
    /// <exception cref="FormatException">The phrase is neither a BIP-39 sentence nor 0x and 64 hex digits.</exception>
    public byte[]? Derive(out Keypair pair)
    {
        byte[] seed = MiniSecret();
        byte[]? lastSeed = seed;
        Span<byte> secret = stackalloc byte[Schnorrkel.SecretLength];
        Span<byte> child = stackalloc byte[Schnorrkel.SecretLength];
        Span<byte> publicKey = stackalloc byte[AccountId.Length];
        Schnorrkel.Expand(seed, secret);
        foreach (Junction junction in Junctions)
        {
            if (junction.IsHard)
            {
                Schnorrkel.DeriveHard(secret, junction.ChainCode, seed);
                Schnorrkel.Expand(seed, secret);
                lastSeed = seed;
            }
            else
            {
                Schnorrkel.PublicKey(secret, publicKey);
                Schnorrkel.DeriveSoft(secret, publicKey, junction.ChainCode, child);
                child.CopyTo(secret);
                CryptographicOperations.ZeroMemory(seed);
                lastSeed = null;
            }
        }

        pair = Keypair.FromSecretKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(child);
        return lastSeed;
    }

    /// <summary>The 32-byte mini-secret that the phrase or seed stands for, before any junction.</summary>
    /// <exception cref="FormatException">Neither a BIP-39 sentence nor 0x and 64 hex digits.</exception>
    public byte[] MiniSecret()
    {
        if (!Phrase.StartsWith("0x", StringComparison.Ordinal))
            return new Mnemonic(Phrase).ToMiniSecret(Password);
        return Hex.TryDecode(Phrase, Keypair.SeedLength, out byte[] seed)
            ? seed
            : throw new FormatException("The seed of a secret URI is 0x and 64 hex digits.");
    }

    /// <summary>A fixed text: a URI is a secret.</summary>
    public override string ToString() => "(secret URI)";
}
