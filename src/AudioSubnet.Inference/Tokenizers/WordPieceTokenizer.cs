using System.Globalization;
using System.Text;
using AudioSubnet.Inference.Checkpoints;
using Bert = Microsoft.ML.Tokenizers.WordPieceTokenizer;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// WordPiece as BERT's cased models use it (Bark): <c>vocab.txt</c>, no lower-casing, accents kept, text composed (NFC), each CJK character and each mark on its own,
/// no special tokens around the text.
/// </summary>
public sealed class WordPieceTokenizer : ITextTokenizer
{
    private const int LongestWord = 100; // characters; longer ones are unknown

    private readonly Vocabulary _vocabulary;
    private readonly AddedTokenSplitter _splitter;
    private readonly Bert _words;
    private readonly int _unknown;
    private readonly bool _lower, _splitsChinese;

    private WordPieceTokenizer(Vocabulary vocabulary, byte[] file, TokenizerConfig config)
    {
        _vocabulary = vocabulary;
        _lower = config.Flag("do_lower_case", false);
        _splitsChinese = config.Flag("tokenize_chinese_chars", true);
        string unknown = config.Text("unk_token", "[UNK]");
        _unknown = vocabulary.Require(unknown);
        foreach ((string role, string fallback) in new[] { ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]") })
            if (config.Text(role, fallback) is { Length: > 0 } token && vocabulary.Find(token) is { } id)
                config.AddDefault(new AddedToken(token, id));
        _splitter = new AddedTokenSplitter(config.AddedTokens);
        using var stream = new MemoryStream(file);
        _words = Bert.Create(stream, new Microsoft.ML.Tokenizers.WordPieceOptions { UnknownToken = unknown, MaxInputCharsPerWord = 2 * LongestWord });
    }

    /// <summary>Reads <c>vocab.txt</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    public static WordPieceTokenizer FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, "vocab.txt");
        List<string> lines = TokenizerFiles.ReadLines(path);
        var vocabulary = new Vocabulary(path, lines.Select(KeyValuePair.Create<string, int>));
        try
        {
            return new WordPieceTokenizer(vocabulary, TokenizerFiles.Read(path), TokenizerConfig.Read(folder));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{path} is not a WordPiece vocabulary: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3);
        _splitter.Split(text, ids.Add, part => Append(part, ids));
        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
        {
            string token = Token(id);
            if (token.StartsWith("##", StringComparison.Ordinal) && text.Length > 0)
                text.Append(token.AsSpan(2));
            else
                text.Append(text.Length > 0 ? " " : "").Append(token);
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public string Token(int id) => _splitter.Find(id)?.Text ?? _vocabulary.Token(id);

    private void Append(string part, List<int> ids)
    {
        foreach (string word in UnicodeComposition.Compose(Clean(part)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            foreach (string piece in SplitMarks(_lower ? word.ToLowerInvariant() : word))
                if (piece.EnumerateRunes().Count() > LongestWord)
                    ids.Add(_unknown);
                else
                    ids.AddRange(_words.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false));
    }

    /// <summary>Control characters go, white space becomes a space, and CJK characters get spaces around them.</summary>
    private string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(character);
            if (character.Value is ' ' or '\t' or '\n' or '\r' || category == UnicodeCategory.SpaceSeparator)
                clean.Append(' ');
            else if (character.Value is not (0 or 0xFFFD) && !IsControl(category))
                _ = _splitsChinese && IsChinese(character.Value) ? clean.Append(' ').Append(character).Append(' ') : clean.Append(character);
        }
        return clean.ToString();
    }

    private static IEnumerable<string> SplitMarks(string word)
    {
        int start = 0;
        for (int i = 0; i < word.Length;)
        {
            Rune.DecodeFromUtf16(word.AsSpan(i), out Rune character, out int length);
            if (IsMark(character))
            {
                if (i > start)
                    yield return word[start..i];
                yield return word.Substring(i, length);
                start = i + length;
            }
            i += length;
        }
        if (start < word.Length)
            yield return word[start..];
    }

    private static bool IsControl(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsMark(Rune character) =>
        character.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126) || Rune.IsPunctuation(character);

    /// <summary>The CJK ideograph blocks that BERT splits; not kana or hangul.</summary>
    private static bool IsChinese(int value) => value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
