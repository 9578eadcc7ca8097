using Google.Protobuf;

namespace AudioSubnet.RandomCheckpoints.Tokens;

/// <summary>Writes a SentencePiece model (sentencepiece_model.proto).</summary>
internal static class SentencePieceFile
{
    public const int Unigram = 1, Character = 4;
    private const int Normal = 1, Unknown = 2, Control = 3;

    /// <summary>A model of control pieces, the unknown piece among them, and normal pieces after them.</summary>
    public static void Write(string path, int modelType, IReadOnlyList<string> special, IEnumerable<string> pieces)
    {
        using var file = new MemoryStream();
        using (var output = new CodedOutputStream(file, leaveOpen: true))
        {
            foreach (string piece in special)
                WriteMessage(output, 1, message => WritePiece(message, piece, 0, piece == "<unk>" ? Unknown : Control));
            int rank = 1;
            foreach (string piece in pieces)
                WriteMessage(output, 1, message => WritePiece(message, piece, -MathF.Log(++rank), Normal));
            WriteMessage(output, 2, trainer =>
            {
                trainer.WriteTag(3, WireFormat.WireType.Varint);
                trainer.WriteEnum(modelType);
            });
            WriteMessage(output, 3, normalizer =>
            {
                normalizer.WriteTag(1, WireFormat.WireType.LengthDelimited);
                normalizer.WriteString("identity");
                for (int flag = 3; flag <= 5; flag++) // a space in front, no double spaces, spaces written as ▁
                {
                    normalizer.WriteTag(flag, WireFormat.WireType.Varint);
                    normalizer.WriteBool(true);
                }
            });
        }
        File.WriteAllBytes(path, file.ToArray());
    }

    private static void WritePiece(CodedOutputStream message, string piece, float score, int type)
    {
        message.WriteTag(1, WireFormat.WireType.LengthDelimited);
        message.WriteString(piece);
        message.WriteTag(2, WireFormat.WireType.Fixed32);
        message.WriteFloat(score);
        message.WriteTag(3, WireFormat.WireType.Varint);
        message.WriteEnum(type);
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var message = new CodedOutputStream(bytes, leaveOpen: true))
            write(message);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
