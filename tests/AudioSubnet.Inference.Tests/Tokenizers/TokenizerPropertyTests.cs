using System.Text;
using AudioSubnet.Inference.Tokenizers;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AudioSubnet.Inference.Tests.Tokenizers;

[Trait("Area", "golden")]
public sealed class TokenizerPropertyTests
{
    private static readonly Lazy<Dictionary<string, ITextTokenizer>> Tokenizers =
        new(() => GoldenTokens.Folders().ToDictionary(entry => entry.Key, entry => GoldenTokens.Open(entry.Value)));

    /// <summary>Code units of every kind: letters, marks, spaces, special tokens, lone surrogates, the ends of the range.</summary>
    private static string Wild(int[] seeds)
    {
        string[] parts = ["<s>", "</s>", "<mask>", "<pad>", "<unk>", "[MASK]", "<extra_id_3>", "k", "|", " ", "\u00A0", "\u2028", "\0", "\uD800", "\uDFFF", "\uFFFF", "İ", "ẞ", "e\u0301", "한", "你", "😀", "\u200B", "ﬁ", "½", "'", "'ll", "▁"];
        var text = new StringBuilder();
        foreach (int seed in seeds)
        {
            uint value = (uint)seed;
            _ = (value % 3) switch
            {
                0 => text.Append(parts[value / 3 % (uint)parts.Length]),
                1 => text.Append((char)(value / 3 % 0x10000)),
                _ => text.Append((char)(' ' + value / 3 % 95)),
            };
        }
        return text.ToString();
    }

    [Property(MaxTest = 400)]
    public bool Any_text_has_ids_and_all_of_them_are_in_the_vocabulary(int[] seeds)
    {
        string text = Wild(seeds);
        foreach (ITextTokenizer tokenizer in Tokenizers.Value.Values)
        {
            int[] ids = tokenizer.Encode(text);
            foreach (int id in ids)
                tokenizer.Token(id).ShouldNotBeNull();
            tokenizer.Decode(ids).ShouldNotBeNull();
            tokenizer.Encode(text).ShouldBe(ids);
        }
        return true;
    }

    [Property(MaxTest = 200)]
    public bool Byte_level_ids_keep_every_character(int[] seeds)
    {
        string text = new([.. Wild(seeds).Where(c => c is not ('<' or '>'))]);
        string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // lone surrogates are U+FFFD
        return !Tokenizers.Value.TryGetValue(nameof(RobertaTokenizer), out ITextTokenizer? tokenizer) || tokenizer.Decode(tokenizer.Encode(text)) == whole;
    }

    [Property(MaxTest = 200)]
    public bool Plain_words_come_back(uint[] seeds)
    {
        string words = string.Join(' ', seeds.Select(seed => new string([.. Enumerable.Range(0, (int)(seed % 7) + 1).Select(i => (char)('a' + (seed >> i) % 26))])));
        foreach (string name in new[] { nameof(VitsTokenizer), nameof(RobertaTokenizer) })
            if (Tokenizers.Value.TryGetValue(name, out ITextTokenizer? tokenizer) && tokenizer.Decode(tokenizer.Encode(words)) != words)
                return false;
        return true;
    }

    [Theory]
    [InlineData("kite")]
    [InlineData("kk")]
    [InlineData("k")]
    [InlineData("back")]
    [InlineData("bookkeeper kk skulk")]
    [InlineData("")]
    public void The_blank_that_is_also_a_letter_is_told_from_it(string text)
    {
        Assert.SkipUnless(Tokenizers.Value.ContainsKey(nameof(VitsTokenizer)), "no VITS case in any golden folder");
        ITextTokenizer tokenizer = Tokenizers.Value[nameof(VitsTokenizer)];
        tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);
    }

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u0323\u0302", "ậ")]
    [InlineData("a\u0302\u0323", "ậ")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\u212B \u2126", "Å Ω")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0958", "\u0915\u093C")] // excluded from composition
    [InlineData("ﬁ ½ ①", "ﬁ ½ ①")] // compatibility characters stay
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    public void Text_is_composed_canonically(string text, string composed) => UnicodeComposition.Compose(text).ShouldBe(composed);
}
