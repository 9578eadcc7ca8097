using System.Text;
using AudioSubnet.Inference.Checkpoints;
using Microsoft.ML.Tokenizers;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Byte-level byte pair encoding as RoBERTa uses it (CLAP's text side): <c>vocab.json</c> and <c>merges.txt</c>, with <c>&lt;s&gt;</c> before and <c>&lt;/s&gt;</c> after the text.</summary>
public sealed class RobertaTokenizer : ITextTokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly AddedTokenSplitter _splitter;
    private readonly BpeTokenizer _words;
    private readonly int _begin, _end;
    private readonly bool _addsPrefixSpace;

    private RobertaTokenizer(Vocabulary vocabulary, IReadOnlyList<string> merges, TokenizerConfig config)
    {
        _vocabulary = vocabulary;
        _begin = vocabulary.Require(config.Text("cls_token", "<s>"));
        _end = vocabulary.Require(config.Text("sep_token", "</s>"));
        PadId = vocabulary.Require(config.Text("pad_token", "<pad>"));
        _addsPrefixSpace = config.Flag("add_prefix_space", false);
        foreach ((string role, string fallback) in new[] { ("bos_token", "<s>"), ("pad_token", "<pad>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("mask_token", "<mask>") })
            if (config.Text(role, fallback) is { Length: > 0 } token && vocabulary.Find(token) is { } id)
                config.AddDefault(new AddedToken(token, id, StripLeft: role == "mask_token"));
        _splitter = new AddedTokenSplitter(config.AddedTokens);
        // No pre-tokenizer: words are cut by ByteLevelWords, which counts letters beyond the basic plane as letters.
        _words = BpeTokenizer.Create(new BpeOptions(vocabulary.Tokens.Select(token => KeyValuePair.Create(token, vocabulary.Require(token)))) { Merges = merges, ByteLevel = true });
    }

    /// <summary>Id of the padding token.</summary>
    public int PadId { get; }

    /// <summary>Reads <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    public static RobertaTokenizer FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Vocabulary vocabulary = TokenizerFiles.ReadVocabulary(Path.Combine(folder, "vocab.json"));
        foreach (string letter in ByteLevelWords.Letters)
            vocabulary.Require(letter);
        string path = Path.Combine(folder, "merges.txt");
        List<string> merges = [.. TokenizerFiles.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))];
        foreach (string merge in merges)
        {
            string[] pair = merge.Split(' ');
            if (pair.Length != 2 || pair[0].Length == 0 || pair[1].Length == 0)
                throw new CheckpointException($"{path}: '{(merge.Length <= 60 ? merge : merge[..60])}' is not a pair of tokens.");
            vocabulary.Require(pair[0] + pair[1]);
        }
        try
        {
            return new RobertaTokenizer(vocabulary, merges, TokenizerConfig.Read(folder));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CheckpointException($"{folder}: vocab.json and merges.txt do not belong together: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_addsPrefixSpace && text.Length > 0 && !char.IsWhiteSpace(text[0]))
            text = " " + text;
        var ids = new List<int>(text.Length / 3 + 2) { _begin };
        _splitter.Split(text, ids.Add, part =>
        {
            foreach (string word in ByteLevelWords.Split(part))
                ids.AddRange(_words.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false));
        });
        ids.Add(_end);
        return [.. ids];
    }

    /// <inheritdoc/>
    /// <remarks>The special tokens around the text are left out; bytes that are not UTF-8 become U+FFFD.</remarks>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>();
        foreach (int id in ids)
            if (_splitter.Find(id) is not { } added)
                ByteLevelWords.AppendBytes(_vocabulary.Token(id), bytes);
            else if (!added.Special)
                bytes.AddRange(Encoding.UTF8.GetBytes(added.Text));
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <inheritdoc/>
    public string Token(int id) => _splitter.Find(id)?.Text ?? _vocabulary.Token(id);
}
