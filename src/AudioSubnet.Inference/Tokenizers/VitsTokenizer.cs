using System.Text;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// Characters of VITS and MMS-TTS models, with a blank around each: <c>vocab.json</c> and <c>tokenizer_config.json</c> as <c>VitsTokenizer</c> of transformers reads them.
/// Characters outside the vocabulary are dropped, so a text may come out empty.
/// </summary>
/// <remarks>
/// The padding token is an ordinary letter in the published vocabularies ("k" in English) and is recognised as a whole before blanks are set: "kite" begins without a blank. The models
/// were trained on text with it, so it is kept.
/// </remarks>
public sealed class VitsTokenizer : ITextTokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly AddedTokenSplitter _splitter;
    private readonly ILookup<char, string> _words;
    private readonly bool _addBlank, _normalize, _isRomanian;

    private VitsTokenizer(Vocabulary vocabulary, TokenizerConfig config)
    {
        _vocabulary = vocabulary;
        _addBlank = config.Flag("add_blank", true);
        _normalize = config.Flag("normalize", true);
        Language = config.Text("language");
        _isRomanian = Language == "ron";
        AddKnown(config, config.Text("pad_token") ?? vocabulary.TokenOrNull(0));
        AddKnown(config, config.Text("unk_token"));
        _splitter = new AddedTokenSplitter(config.AddedTokens);
        // Verbatim matches are tried in the file's order, the vocabulary first: the first that fits counts, not the longest.
        _words = vocabulary.Tokens.Concat(config.AddedTokens.Select(token => token.Text)).Where(token => token.Length > 0).ToLookup(token => token[0]);
    }

    /// <summary>ISO 639-3 code of the language that the model speaks, for example "eng"; null if the files do not say.</summary>
    public string? Language { get; }

    /// <summary>Reads <c>vocab.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged, or the language is written in a script that needs uroman or phonemes, which are not supported.</exception>
    public static VitsTokenizer FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        TokenizerConfig config = TokenizerConfig.Read(folder);
        if (config.Flag("is_uroman", false))
            throw new CheckpointException($"{folder}: this language's text is romanised by the 'uroman' program, which is not part of this product. Choose a language whose model reads its own script.");
        if (config.Flag("phonemize", false))
            throw new CheckpointException($"{folder}: this model reads phonemes, not letters. Choose a model with \"phonemize\": false, such as facebook/mms-tts-eng.");
        return new VitsTokenizer(TokenizerFiles.ReadVocabulary(Path.Combine(folder, "vocab.json")), config);
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_normalize)
            text = Lower(text);
        if (_isRomanian)
            text = text.Replace('ț', 'ţ');
        if (_normalize)
            text = Filter(text).Trim();
        var ids = new List<int>(text.Length * 2 + 1);
        _splitter.Split(text, ids.Add, part => Append(part, ids));
        return [.. ids];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        bool splitsAtBlank = _splitter.Find(0) is not null;
        for (int i = 0; i < ids.Length;)
        {
            if (!_addBlank || ids[i] != 0)
            {
                text.Append(_vocabulary.Token(ids[i++]));
                continue;
            }
            int start = i;
            while (i < ids.Length && ids[i] == 0)
                i++;
            text.Insert(text.Length, _vocabulary.Token(0), LettersAmongBlanks(i - start, start == 0, i == ids.Length, splitsAtBlank));
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public string Token(int id) => _splitter.Find(id)?.Text ?? _vocabulary.Token(id);

    private void AddKnown(TokenizerConfig config, string? token)
    {
        if (token is { Length: > 0 } && _vocabulary.Find(token) is { } id)
            config.AddDefault(new AddedToken(token, id));
    }

    private void Append(string part, List<int> ids)
    {
        if (_addBlank)
            ids.Add(0);
        foreach (Rune character in part.EnumerateRunes())
        {
            if (_vocabulary.Find(character.ToString()) is not { } id)
                continue;
            ids.Add(id);
            if (_addBlank)
                ids.Add(0);
        }
    }

    /// <summary>How many of a run of zeros are the letter with id 0. Where text is split at that letter, it has a blank before and after only if another letter is there.</summary>
    private static int LettersAmongBlanks(int run, bool atStart, bool atEnd, bool splitsAtBlank)
    {
        if (!splitsAtBlank)
            return (run - 1) / 2;
        int blanks = (atStart ? 0 : 1) + (atEnd ? 0 : 1);
        return run == 1 && blanks > 0 ? 0 : run - blanks;
    }

    private string Lower(string text)
    {
        var lowered = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            if (_words[text[i]].FirstOrDefault(word => string.CompareOrdinal(text, i, word, 0, word.Length) == 0) is { } match)
            {
                lowered.Append(match);
                i += match.Length;
                continue;
            }
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune character, out int length);
            if (character.Value == 'İ')
                lowered.Append("i\u0307"); // the one character whose lower case is two
            else
                lowered.Append(Rune.ToLowerInvariant(character));
            i += length;
        }
        return lowered.ToString();
    }

    private string Filter(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (Rune character in text.EnumerateRunes())
            if (_vocabulary.Find(character.ToString()) is not null)
                kept.Append(character);
        return kept.ToString();
    }
}
