using AudioSubnet.Inference.Checkpoints;
using Google.Protobuf;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Kind of a piece, by its number in the model file.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>The algorithm of a model, by its number in the file.</summary>
internal enum PieceAlgorithm
{
    Unigram = 1,
    PairEncoding = 2,
    Word = 3,
    Character = 4,
}

/// <summary>One piece: how it is written (UTF-8, "▁" for a space), its log probability, its kind.</summary>
internal sealed record Piece(ByteString Text, float Score, PieceType Type);

/// <summary>What a SentencePiece <c>.model</c> file says (sentencepiece_model.proto of the SentencePiece project).</summary>
internal sealed class SentencePieceModel
{
    private SentencePieceModel()
    {
    }

    /// <summary>The pieces; the index is the id.</summary>
    public List<Piece> Pieces { get; } = [];

    public PieceAlgorithm Algorithm { get; private set; } = PieceAlgorithm.Unigram;

    /// <summary>Unknown characters are written as bytes.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>Compiled normalisation rules; empty for none.</summary>
    public ByteString NormalizerRules { get; private set; } = ByteString.Empty;

    public bool AddDummyPrefix { get; private set; } = true;

    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is missing, damaged, or of an algorithm that is not supported.</exception>
    public static SentencePieceModel Read(string path)
    {
        var model = new SentencePieceModel();
        try
        {
            model.ReadModel(new CodedInputStream(TokenizerFiles.Read(path)));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new CheckpointException($"{path} is not a SentencePiece model: {exception.Message}", exception);
        }
        if (model.Pieces.Count(piece => piece.Type == PieceType.Unknown) != 1)
            throw new CheckpointException($"{path} is not a SentencePiece model: it needs exactly one piece for the unknown.");
        if (model.Algorithm is not (PieceAlgorithm.Unigram or PieceAlgorithm.Character))
            throw new CheckpointException($"{path}: SentencePiece models of the kind {model.Algorithm} are not supported; unigram and character models are.");
        return model;
    }

    private void ReadModel(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: Pieces.Add(ReadPiece(Nested(input))); break;
                case 2: ReadTrainer(Nested(input)); break;
                case 3: ReadNormalizer(Nested(input)); break;
                default: input.SkipLastField(); break;
            }
        if (Pieces.Count > TokenizerFiles.MaxTokens)
            throw new FormatException($"more than {TokenizerFiles.MaxTokens} pieces");
    }

    private static Piece ReadPiece(CodedInputStream input)
    {
        ByteString text = ByteString.Empty;
        float score = 0;
        var type = PieceType.Normal;
        while (input.ReadTag() is not 0 and var tag)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: text = input.ReadBytes(); break;
                case 2: score = input.ReadFloat(); break;
                case 3: type = (PieceType)input.ReadEnum(); break;
                default: input.SkipLastField(); break;
            }
        if (text.Length is 0 or > 4096)
            throw new FormatException($"a piece has {text.Length} bytes");
        if (!float.IsFinite(score) || !Enum.IsDefined(type))
            throw new FormatException($"piece '{text.ToStringUtf8()}' has the score {score} and the type {type}");
        return new Piece(text, score, type);
    }

    private void ReadTrainer(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 3: Algorithm = (PieceAlgorithm)input.ReadEnum(); break;
                case 24 when input.ReadBool(): throw new FormatException("white space as a suffix is not supported");
                case 24: break;
                case 35: ByteFallback = input.ReadBool(); break;
                default: input.SkipLastField(); break;
            }
    }

    private void ReadNormalizer(CodedInputStream input)
    {
        while (input.ReadTag() is not 0 and var tag)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 2: NormalizerRules = input.ReadBytes(); break;
                case 3: AddDummyPrefix = input.ReadBool(); break;
                case 4: RemoveExtraWhitespaces = input.ReadBool(); break;
                case 5 when !input.ReadBool(): throw new FormatException("white space that is not escaped is not supported");
                case 5: break;
                default: input.SkipLastField(); break;
            }
    }

    private static CodedInputStream Nested(CodedInputStream input) => input.ReadBytes().CreateCodedInput();
}
