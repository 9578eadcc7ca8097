using System.Text;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Characters of wav2vec2 and its kin: ids per frame to text by the rule of connectionist temporal classification (CTC), and text to ids.</summary>
public sealed class CtcTokenizer : ITextTokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly bool _lower, _cleanUp;
    private readonly string _space;
    private readonly int? _unknown;

    private CtcTokenizer(Vocabulary vocabulary, TokenizerConfig config)
    {
        _vocabulary = vocabulary;
        _lower = config.Flag("do_lower_case", false);
        _cleanUp = config.Flag("clean_up_tokenization_spaces", true);
        _space = config.Text("replace_word_delimiter_char", " ");
        _unknown = vocabulary.Find(config.Text("unk_token", "<unk>"));
        BlankId = vocabulary.Require(config.Text("pad_token", "<pad>"));
        WordDelimiterId = vocabulary.Find(config.Text("word_delimiter_token", "|"));
        IsUpperCase = vocabulary.Find("A") is not null && vocabulary.Find("a") is null;
    }

    /// <summary>The blank of the CTC alphabet, which is the padding token.</summary>
    public int BlankId { get; }

    /// <summary>The token between words, or null if the vocabulary has none.</summary>
    public int? WordDelimiterId { get; }

    /// <summary>Tokens that are no letters, such as "&lt;s&gt;" and "&lt;unk&gt;": a model may score them, but nobody says them.</summary>
    public int[] Marks => [.. _vocabulary.Tokens.Where(static token => token is ['<', .., '>']).Select(_vocabulary.Require).Where(id => id != BlankId && id != WordDelimiterId)];

    /// <summary>Whether the vocabulary knows capitals only.</summary>
    public bool IsUpperCase { get; }

    /// <summary>Reads <c>vocab.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    public static CtcTokenizer FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new CtcTokenizer(TokenizerFiles.ReadVocabulary(Path.Combine(folder, "vocab.json")), TokenizerConfig.Read(folder));
    }

    /// <inheritdoc/>
    /// <remarks>White space becomes the word delimiter; characters outside the vocabulary become the unknown token, or are dropped if there is none.</remarks>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsUpperCase)
            text = text.ToUpperInvariant();
        var ids = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
            if (((Rune.IsWhiteSpace(character) ? WordDelimiterId : _vocabulary.Find(character.ToString())) ?? _unknown) is { } id)
                ids.Add(id);
        return [.. ids];
    }

    /// <summary>The text of the best id of each frame: repetitions count once, blanks separate and vanish.</summary>
    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        int previous = -1;
        foreach (int id in ids)
        {
            if (id != previous && id != BlankId)
                text.Append(id == WordDelimiterId ? _space : _vocabulary.Token(id));
            previous = id;
        }
        return Finish(text.ToString());
    }

    /// <summary>The text of ids that are no frames: repetitions are letters.</summary>
    public string DecodeLetters(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (int id in ids)
            if (id != BlankId)
                text.Append(id == WordDelimiterId ? _space : _vocabulary.Token(id));
        return Finish(text.ToString());
    }

    /// <inheritdoc/>
    public string Token(int id) => _vocabulary.Token(id);

    private string Finish(string text)
    {
        text = text.Trim();
        if (_lower)
            text = text.ToLowerInvariant();
        return _cleanUp ? CleanUp(text) : text;
    }

    /// <summary>Spaces before marks and contractions go: the reference's "clean-up of tokenization spaces".</summary>
    private static string CleanUp(string text) =>
        text.Replace(" .", ".").Replace(" ?", "?").Replace(" !", "!").Replace(" ,", ",").Replace(" ' ", "'").Replace(" n't", "n't")
            .Replace(" 'm", "'m").Replace(" 's", "'s").Replace(" 've", "'ve").Replace(" 're", "'re");
}
