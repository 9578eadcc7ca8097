using System.Buffers.Binary;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// SentencePiece's normaliser on UTF-8: replaces by the model's compiled rules (longest match), writes spaces as "▁", one before the text, and takes repeated ones out.
/// The rules are a double-array trie (Darts-clone) followed by the replacement texts, each ended by a zero byte.
/// </summary>
internal sealed class PieceNormalizer
{
    private const string Malformed = "the normaliser's rules are damaged";

    private readonly uint[] _trie = [];
    private readonly byte[] _texts = [];
    private readonly bool _addPrefix, _removeExtra;
    private readonly PieceTrie _userDefined;

    /// <exception cref="FormatException">The rules' table does not fit its own size.</exception>
    public PieceNormalizer(SentencePieceModel model, PieceTrie userDefined)
    {
        (_addPrefix, _removeExtra, _userDefined) = (model.AddDummyPrefix, model.RemoveExtraWhitespaces, userDefined);
        ReadOnlySpan<byte> rules = model.NormalizerRules.Span;
        if (rules.IsEmpty)
            return;
        uint size = rules.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(rules) : uint.MaxValue;
        if (size == 0 || size % 4 != 0 || size > rules.Length - 4)
            throw new FormatException(Malformed);
        _trie = new uint[size / 4];
        for (int i = 0; i < _trie.Length; i++)
            _trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(rules[(4 + 4 * i)..]);
        _texts = rules[(4 + (int)size)..].ToArray();
    }

    private static ReadOnlySpan<byte> SpaceSymbol => "▁"u8;

    /// <summary>The normalised text.</summary>
    public byte[] Normalize(ReadOnlySpan<byte> text)
    {
        var output = new List<byte>(text.Length * 3 / 2 + 3);
        bool started = false, wasSpace = _removeExtra;
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> piece = Next(text, out int length);
            text = text[length..];
            if (!started)
            {
                if (_removeExtra && piece.SequenceEqual(" "u8))
                    continue;
                started = true;
                if (_addPrefix)
                    output.AddRange(SpaceSymbol);
            }
            while (wasSpace && !piece.IsEmpty && piece[0] == ' ')
                piece = piece[1..];
            if (piece.IsEmpty)
                continue;
            foreach (byte value in piece)
                if (value == ' ')
                    output.AddRange(SpaceSymbol);
                else
                    output.Add(value);
            wasSpace = _removeExtra && piece[^1] == ' ';
        }
        if (_removeExtra)
            while (output.Count >= 3 && System.Runtime.InteropServices.CollectionsMarshal.AsSpan(output).EndsWith(SpaceSymbol))
                output.RemoveRange(output.Count - 3, 3);
        return [.. output];
    }

    /// <summary>The replacement of the longest prefix that a rule or a user-defined piece knows, or else one character as it is.</summary>
    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int length)
    {
        length = _userDefined.LongestPrefix(text);
        if (length > 0)
            return text[..length];
        int value = Match(text, out length);
        if (length == 0)
        {
            length = Math.Min(PieceTrie.CharacterLength(text[0]), text.Length);
            return text[..length];
        }
        if (value >= _texts.Length)
            return default;
        ReadOnlySpan<byte> replacement = _texts.AsSpan(value);
        int end = replacement.IndexOf((byte)0);
        return end < 0 ? replacement : replacement[..end];
    }

    /// <summary>Walks the double array as far as the text goes and keeps the last leaf; leaves the table's bounds alone, whatever it holds.</summary>
    private int Match(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (_trie.Length == 0)
            return 0;
        int value = 0;
        uint node = Offset(_trie[0]);
        for (int i = 0; i < text.Length; i++)
        {
            node ^= text[i];
            if (node >= _trie.Length || (_trie[node] & 0x8000_00FF) != text[i])
                break;
            uint unit = _trie[node];
            node ^= Offset(unit);
            if ((unit >> 8 & 1) == 0)
                continue;
            if (node >= _trie.Length)
                break;
            (value, length) = ((int)(_trie[node] & 0x7FFF_FFFF), i + 1);
        }
        return value;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 1 << 9) >> 6);
}
