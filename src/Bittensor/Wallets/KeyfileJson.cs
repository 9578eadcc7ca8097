using System.Buffers;
using System.Text;
using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Wallets;

/// <summary>
/// The plain content of a keyfile. Read in the order of the current tools: phrase, seed, private key, address. Written as they
/// write it: compact, unknown fields left out, but in a fixed order.
/// </summary>
internal static class KeyfileJson
{
    private const int MaxDepth = 4;
    private static readonly string[] PublicFields = ["ss58Address", "publicKey", "accountId"];

    /// <summary>Reads the content of a keyfile.</summary>
    /// <exception cref="FormatException">Not the content of a keyfile; the message says why without showing any of it.</exception>
    public static KeyMaterial Parse(ReadOnlyMemory<byte> content)
    {
        ReadOnlySpan<byte> trimmed = content.Span.Trim(" \t\r\n"u8);
        if (trimmed.StartsWith("0x"u8))
            return Hex.TryDecode(Encoding.ASCII.GetString(trimmed), AccountId.Length, out byte[] bare)
                ? KeyMaterial.FromPublicKey(new AccountId(bare))
                : throw new FormatException("the file starts with 0x but does not hold the 64 hex digits of a public key.");

        Dictionary<string, string> fields = ReadFields(content);
        AccountId? stated = StatedAccount(fields, out string? contradiction);
        KeyMaterial? material = Secret(fields, stated);
        if (material is null)
        {
            if (stated is not { } account)
                throw new FormatException("the file holds no key: none of secretPhrase, secretSeed, privateKey, ss58Address, publicKey, accountId.");
            if (contradiction is not null)
                throw new FormatException(contradiction);
            return KeyMaterial.FromPublicKey(account);
        }

        if (stated is { } named && named != material.AccountId)
            contradiction = $"the secret in this file belongs to {material.Address}, but the file calls itself {named}.";
        return contradiction is null ? material.With(OtherSecret(fields, material)) : material.With(contradiction);
    }

    /// <summary>The UTF-8 JSON of a keyfile. Zero it after use if the material has a secret.</summary>
    public static byte[] Write(KeyMaterial material)
    {
        // A fixed buffer that never grows: growing would leave copies of the secret behind.
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            string publicKey = Hex.Encode(material.AccountId.Bytes);
            json.WriteStartObject();
            json.WriteString("accountId", publicKey);
            json.WriteString("publicKey", publicKey);
            if (!material.SecretKey.IsEmpty)
                json.WriteString("privateKey", Hex.Encode(material.SecretKey));
            if (material.Mnemonic is { } mnemonic)
                json.WriteString("secretPhrase", mnemonic.Sentence);
            if (!material.Seed.IsEmpty)
                json.WriteString("secretSeed", Hex.Encode(material.Seed));
            json.WriteString("ss58Address", material.Address);
            json.WriteEndObject();
        }

        byte[] content = buffer.WrittenSpan.ToArray();
        buffer.Clear();
        return content;
    }

    private static Dictionary<string, string> ReadFields(ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith("\uFEFF"u8))
            content = content[3..];
        string place;
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(content, options);
            return ReadFields(document.RootElement);
        }
        catch (JsonException e)
        {
            place = e.LineNumber is { } line ? $" (line {line + 1})" : "";
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws for a text that is no Unicode.
            place = " (a text is not Unicode)";
        }

        // The parser's own exception is left behind because it may quote the content, which may be a secret.
        throw new FormatException($"the file is not the JSON of a keyfile{place}: it is damaged, or no keyfile.");
    }

    private static Dictionary<string, string> ReadFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("the file is JSON but not an object.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            string name = property.Name;
            if (!IsKnown(name) || property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (property.Value.ValueKind != JsonValueKind.String)
                throw new FormatException($"the field {name} is neither text nor null.");
            fields[name] = property.Value.GetString()!;
        }

        return fields;
    }

    private static bool IsKnown(string field) => field is "secretPhrase" or "secretSeed" or "privateKey" || PublicFields.Contains(field);

    private static AccountId? StatedAccount(Dictionary<string, string> fields, out string? contradiction)
    {
        contradiction = null;
        AccountId? stated = null;
        foreach (string field in PublicFields)
        {
            if (!fields.TryGetValue(field, out string? text))
                continue;
            AccountId account;
            if (field == "ss58Address")
            {
                if (!AccountId.TryParse(text, out account))
                    throw new FormatException("the field ss58Address is no SS58 address.");
            }
            else if (Hex.TryDecode(text, AccountId.Length, out byte[] key))
            {
                account = new AccountId(key);
            }
            else
            {
                throw new FormatException($"the field {field} is not 0x and 64 hex digits.");
            }

            if (stated is { } first && first != account)
                contradiction ??= $"the fields ss58Address, publicKey and accountId of this file name different accounts ({first}, {account}).";
            stated ??= account;
        }

        return stated;
    }

    private static KeyMaterial? Secret(Dictionary<string, string> fields, AccountId? stated)
    {
        if (fields.TryGetValue("secretPhrase", out string? phrase))
            return FromPhrase(phrase);
        if (fields.TryGetValue("secretSeed", out string? seed) && FromSeed(seed, stated) is { } material)
            return material;
        if (fields.TryGetValue("privateKey", out string? privateKey))
            return FromPrivateKey(privateKey);
        return seed is null ? null : throw new FormatException("the field secretSeed is not 0x and 64 hex digits.");
    }

    private static KeyMaterial FromPhrase(string phrase)
    {
        try
        {
            return KeyMaterial.FromMnemonic(new Mnemonic(phrase));
        }
        catch (FormatException e)
        {
            throw new FormatException($"the field secretPhrase is no BIP-39 sentence: {e.Message}", e);
        }
    }

    private static KeyMaterial? FromSeed(string text, AccountId? stated)
    {
        if (Hex.TryDecode(text, Keypair.SeedLength, out byte[] seed))
            return KeyMaterial.FromSeed(seed);

        // btwallet writes the characters themselves if the 32 seed bytes happen to be valid UTF-8; believed only if the key fits.
        if (stated is null || !text.StartsWith("0x", StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(text) != 2 + Keypair.SeedLength)
            return null;
        var material = KeyMaterial.FromSeed(Encoding.UTF8.GetBytes(text).AsSpan(2));
        return material.AccountId == stated ? material : null;
    }

    private static KeyMaterial FromPrivateKey(string text)
    {
        if (!Hex.TryDecode(text, Keypair.SecretKeyLength, out byte[] secretKey))
            throw new FormatException("the field privateKey is not 0x and 128 hex digits.");
        try
        {
            using Keypair pair = Keypair.FromSecretKey(secretKey);
            return KeyMaterial.FromKeypair(pair);
        }
        catch (ArgumentException e)
        {
            throw new FormatException("the field privateKey is no sr25519 secret key.", e);
        }
    }

    /// <summary>Tells if the seed beside a phrase belongs to another key.</summary>
    private static string? OtherSecret(Dictionary<string, string> fields, KeyMaterial taken)
    {
        if (taken.Mnemonic is null || !Hex.TryDecode(fields.GetValueOrDefault("secretSeed"), Keypair.SeedLength, out byte[] seed))
            return null;
        using var other = KeyMaterial.FromSeed(seed);
        return other.AccountId == taken.AccountId
            ? null
            : $"the phrase in this file belongs to {taken.Address} (taken), its seed to {other.Address}; older tools take the seed.";
    }
}
