using System.Text;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// SentencePiece: unigram models (T5, the text side of MusicGen) and character models (SpeechT5), with <c>&lt;/s&gt;</c> after the text. Parts of the text between added tokens are
/// encoded each for itself, as the reference does.
/// </summary>
public sealed class SentencePieceTokenizer : ITextTokenizer
{
    private static readonly string[] FileNames = ["spiece.model", "spm_char.model", "tokenizer.model", "sentencepiece.bpe.model"];

    private readonly SentencePieceModel _model;
    private readonly PieceNormalizer _normalizer;
    private readonly IPieceSegmenter _segmenter;
    private readonly AddedTokenSplitter _splitter;
    private readonly int _unknown, _end;
    private readonly bool _addsEndOnce;
    private readonly int[]? _byteIds;

    private SentencePieceTokenizer(string path, SentencePieceModel model, TokenizerConfig config, bool isT5)
    {
        _model = model;
        _addsEndOnce = isT5;
        PieceTrie pieces = new(), userDefined = new();
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            Piece piece = model.Pieces[id];
            if (piece.Type is PieceType.Normal or PieceType.UserDefined)
                pieces.Add(piece.Text.Span, id);
            if (piece.Type == PieceType.UserDefined)
                userDefined.Add(piece.Text.Span, id);
            if (piece.Type == PieceType.Unknown)
                _unknown = id;
        }
        _normalizer = new PieceNormalizer(model, userDefined);
        _segmenter = model.Algorithm == PieceAlgorithm.Character ? new CharacterSegmenter(pieces, userDefined, _unknown) : new UnigramSegmenter(model.Pieces, pieces, _unknown);
        if (model.ByteFallback)
            _byteIds = [.. Enumerable.Range(0, 256).Select(value => IdOf($"<0x{value:X2}>") ?? throw new FormatException($"the piece <0x{value:X2}> is missing"))];
        AddDefaults(config, isT5);
        _splitter = new AddedTokenSplitter(config.AddedTokens);
        string end = config.Text("eos_token", "</s>");
        _end = config.AddedTokens.FirstOrDefault(token => token.Text == end)?.Id ?? IdOf(end)
            ?? throw new CheckpointException($"{path}: the vocabulary lacks '{end}', which ends every text.");
    }

    /// <summary>Reads <c>spiece.model</c> or <c>spm_char.model</c> with the configuration files beside it.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged, or of a kind that is not supported.</exception>
    public static SentencePieceTokenizer FromFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = Path.Combine(folder, FileNames.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) ?? FileNames[0]);
        SentencePieceModel model = SentencePieceModel.Read(path);
        TokenizerConfig config = TokenizerConfig.Read(folder);
        bool isT5 = config.Text("tokenizer_class") is { } name ? name.StartsWith("T5", StringComparison.Ordinal) : model.Algorithm == PieceAlgorithm.Unigram;
        try
        {
            return new SentencePieceTokenizer(path, model, config, isT5);
        }
        catch (FormatException exception)
        {
            throw new CheckpointException($"{path} is not a SentencePiece model: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 2 + 2);
        _splitter.Split(text, ids.Add, part => Append(part, ids));
        if (!_addsEndOnce || ids.Count == 0 || ids[^1] != _end)
            ids.Add(_end);
        return [.. ids];
    }

    /// <inheritdoc/>
    /// <remarks>Special tokens are left out.</remarks>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>();
        foreach (int id in ids)
        {
            if (_splitter.Find(id) is { } added)
            {
                if (!added.Special)
                    bytes.AddRange(Encoding.UTF8.GetBytes(added.Text));
                continue;
            }
            Piece piece = PieceOf(id);
            if (piece.Type == PieceType.Byte && _byteIds is not null)
                bytes.Add((byte)Array.IndexOf(_byteIds, id));
            else if (piece.Type != PieceType.Control)
                bytes.AddRange(piece.Text.Span);
        }
        return Encoding.UTF8.GetString([.. bytes]).Replace('▁', ' ').TrimStart(' ');
    }

    /// <inheritdoc/>
    public string Token(int id) => _splitter.Find(id)?.Text ?? PieceOf(id).Text.ToStringUtf8();

    private Piece PieceOf(int id) =>
        (uint)id < (uint)_model.Pieces.Count ? _model.Pieces[id] : throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has {_model.Pieces.Count} pieces.");

    private int? IdOf(string text) => _model.Pieces.FindIndex(piece => piece.Text.ToStringUtf8() == text) is >= 0 and var id ? id : null;

    private void AddDefaults(TokenizerConfig config, bool isT5)
    {
        foreach ((string role, string fallback) in new[] { ("bos_token", isT5 ? "" : "<s>"), ("pad_token", "<pad>"), ("eos_token", "</s>"), ("unk_token", "<unk>") })
            if (config.Text(role, fallback) is { Length: > 0 } token && IdOf(token) is { } id)
                config.AddDefault(new AddedToken(token, id));
        if (!isT5 || config.AddedTokens.Any(token => token.Text.StartsWith("<extra_id_", StringComparison.Ordinal)))
            return;
        for (int n = 0; n < 100; n++) // T5 puts its hundred sentinel tokens after the pieces, the last one first
            config.AddDefault(new AddedToken($"<extra_id_{n}>", _model.Pieces.Count + 99 - n, StripLeft: true, StripRight: true));
    }

    private void Append(string part, List<int> ids)
    {
        byte[] normalized = _normalizer.Normalize(Encoding.UTF8.GetBytes(part));
        bool wasUnknown = false;
        foreach ((int id, int start, int length) in _segmenter.Segment(normalized))
        {
            if (id == _unknown && _byteIds is not null)
                foreach (byte value in normalized.AsSpan(start, length))
                    ids.Add(_byteIds[value]);
            else if (id != _unknown || !wasUnknown) // a run of unknown characters is one token
                ids.Add(id);
            wasUnknown = id == _unknown;
        }
    }
}
