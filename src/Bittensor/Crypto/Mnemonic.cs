using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Bittensor.Crypto;

/// <summary>
/// A BIP-39 sentence of 12, 15, 18, 21 or 24 English words. Substrate stretches the sentence's entropy, not its text, into a
/// mini-secret, so other BIP-39 tools give other keys for the same words. The sentence is a secret: <see cref="ToString"/> hides it.
/// </summary>
public sealed class Mnemonic
{
    private const int StretchRounds = 2048;
    private static readonly string[] Words = LoadWords();
    private static readonly FrozenDictionary<string, int> Indices =
        Words.Index().ToFrozenDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
    private readonly byte[] _entropy;

    /// <summary>Reads and checks a sentence; words may be separated by any white space.</summary>
    /// <exception cref="FormatException">Wrong number of words, an unknown word (its position is told, not the word), or a checksum
    /// that fails.</exception>
    public Mnemonic(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        string[] words = sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        _entropy = Decode(words);
        Sentence = string.Join(' ', words);
    }

    private Mnemonic(byte[] entropy)
    {
        _entropy = entropy;
        Sentence = Encode(entropy);
    }

    /// <summary>The words, one space between them. A secret.</summary>
    public string Sentence { get; }

    /// <summary>Number of words.</summary>
    public int WordCount => _entropy.Length * 3 / 4;

    /// <summary>A new random sentence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of words is not 12, 15, 18, 21 or 24.</exception>
    public static Mnemonic Generate(int wordCount = 12)
    {
        if (!IsWordCount(wordCount))
            throw new ArgumentOutOfRangeException(nameof(wordCount), wordCount, "A mnemonic has 12, 15, 18, 21 or 24 words.");
        return new Mnemonic(RandomNumberGenerator.GetBytes(wordCount * 4 / 3));
    }

    /// <summary>The sentence of 16, 20, 24, 28 or 32 bytes of entropy.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static Mnemonic FromEntropy(ReadOnlySpan<byte> entropy)
    {
        if (entropy.Length % 4 != 0 || !IsWordCount(entropy.Length * 3 / 4))
            throw new ArgumentException($"The entropy of a mnemonic has 16, 20, 24, 28 or 32 bytes, not {entropy.Length}.", nameof(entropy));
        return new Mnemonic(entropy.ToArray());
    }

    /// <summary>True if this is a valid sentence.</summary>
    public static bool IsValid(string? sentence)
    {
        try
        {
            return sentence is not null && new Mnemonic(sentence)._entropy.Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The 16 to 32 bytes that the words encode. A secret.</summary>
    public byte[] ToEntropy() => [.. _entropy];

    /// <summary>
    /// The 32-byte mini-secret: the first half of PBKDF2-HMAC-SHA512(entropy, "mnemonic" + password, 2048 rounds). Source: the crate
    /// substrate-bip39.
    /// </summary>
    public byte[] ToMiniSecret(string password = "")
    {
        ArgumentNullException.ThrowIfNull(password);
        byte[] salt = Encoding.UTF8.GetBytes("mnemonic" + password);
        return Rfc2898DeriveBytes.Pbkdf2(_entropy, salt, StretchRounds, HashAlgorithmName.SHA512, Keypair.SeedLength);
    }

    /// <summary>A fixed text: the sentence is a secret.</summary>
    public override string ToString() => $"({WordCount} secret words)";

    private static bool IsWordCount(int count) => count is 12 or 15 or 18 or 21 or 24;

    private static byte[] Decode(string[] words)
    {
        if (!IsWordCount(words.Length))
            throw new FormatException($"A mnemonic has 12, 15, 18, 21 or 24 words, not {words.Length}.");

        // Each word is 11 bits; the last bit in 33 is checksum.
        byte[] bits = new byte[((words.Length * 11) + 7) / 8];
        for (int i = 0; i < words.Length; i++)
        {
            if (!Indices.TryGetValue(words[i], out int index))
                throw new FormatException($"Word {i + 1} of the mnemonic is not in the BIP-39 English word list (words are lower case).");
            for (int bit = 0; bit < 11; bit++)
                if ((index & (1 << (10 - bit))) != 0)
                    SetBit(bits, (i * 11) + bit);
        }

        byte[] entropy = bits[..(words.Length * 4 / 3)];
        int checksumBits = words.Length / 3;
        if ((bits[entropy.Length] ^ SHA256.HashData(entropy)[0]) >> (8 - checksumBits) != 0)
            throw new FormatException("The mnemonic's checksum fails: a word is wrong or two words are swapped.");
        return entropy;
    }

    private static string Encode(byte[] entropy)
    {
        byte[] bits = [.. entropy, SHA256.HashData(entropy)[0]];
        int count = entropy.Length * 3 / 4;
        var sentence = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            int index = 0;
            for (int bit = i * 11; bit < (i + 1) * 11; bit++)
                index = (index << 1) | ((bits[bit / 8] >> (7 - (bit % 8))) & 1);
            sentence.Append(i == 0 ? "" : " ").Append(Words[index]);
        }

        return sentence.ToString();
    }

    private static void SetBit(byte[] bits, int position) => bits[position / 8] |= (byte)(0x80 >> (position % 8));

    private static string[] LoadWords()
    {
        using Stream stream = typeof(Mnemonic).Assembly.GetManifestResourceStream("Bittensor.bip39-english.txt")
            ?? throw new InvalidOperationException("The BIP-39 word list is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
