using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AudioSubnet.Models.Wav2Vec2.Decoding;

/// <summary>Reads ARPA files. They are untrusted: lines, counts and the unpacked size are bounded.</summary>
internal sealed class ArpaReader
{
    private const int MaxOrder = 6, MaxNodes = 60_000_000, MaxLine = 16_384;
    private const long MaxBytes = 8L << 30;

    private readonly StreamReader _reader;
    private readonly string _path;
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<(int, int), int> _children = [];
    private readonly List<float> _probabilities = [0], _backoffs = [0];
    private readonly StringBuilder _line = new();
    private long _lines, _characters;

    private ArpaReader(string path, StreamReader reader) => (_path, _reader) = (path, reader);

    public static NGramModel Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new ArpaReader(path, reader).Read();
    }

    private NGramModel Read()
    {
        string? line;
        while ((line = NextLine()) != "\\data\\")
            if (line is null)
                throw Bad("there is no \\data\\ section");
        int order = 0;
        while ((line = NextLine()) is not null && line != "\\end\\")
            if (line.StartsWith('\\') && line.EndsWith("-grams:", StringComparison.Ordinal))
            {
                if (!int.TryParse(line.AsSpan(1, line.Length - "\\-grams:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int section) || section != order + 1 || section > MaxOrder)
                    throw Bad($"'{line}' does not follow the section of order {order}; orders up to {MaxOrder} are read");
                order = section;
            }
            else if (order > 0 && line.Length > 0)
                ReadEntry(line, order);
        if (line is null)
            throw Bad("the file ends before \\end\\");
        return order > 0 ? new NGramModel(order, _words, _children, [.. _probabilities], [.. _backoffs]) : throw Bad("there are no sequences");
    }

    /// <summary>"log-probability words… [back-off]", separated by tabs or spaces.</summary>
    private void ReadEntry(string line, int order)
    {
        string[] fields = line.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != order + 1 && fields.Length != order + 2)
            throw Bad($"an entry of order {order} has {fields.Length} fields");
        int node = 0;
        for (int i = 1; i < order; i++)
            if (!_words.TryGetValue(fields[i].ToLowerInvariant(), out int word) || !_children.TryGetValue((node, word), out node))
                throw Bad($"'{line}' continues a sequence that is not there");
        string last = fields[order].ToLowerInvariant();
        if (!_words.TryGetValue(last, out int id))
        {
            if (order > 1)
                throw Bad($"'{last}' is not among the single words");
            _words[last] = id = _words.Count;
        }
        if (!_children.TryAdd((node, id), _probabilities.Count))
            return; // the same in another case: the first counts
        _probabilities.Add(Number(fields[0]));
        _backoffs.Add(fields.Length > order + 1 ? Number(fields[order + 1]) : 0);
        if (_probabilities.Count > MaxNodes)
            throw Bad($"more than {MaxNodes} sequences");
    }

    private float Number(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && !float.IsNaN(value)
            ? Math.Clamp(value, -99, 99)
            : throw Bad($"'{text}' is not a number");

    private string? NextLine()
    {
        _line.Clear();
        _lines++;
        for (int c; (c = _reader.Read()) >= 0;)
        {
            if (++_characters > MaxBytes)
                throw Bad($"more than {MaxBytes} characters");
            if (c == '\n')
                return _line.ToString().Trim();
            if (_line.Length >= MaxLine)
                throw Bad($"longer than {MaxLine} characters");
            _line.Append((char)c);
        }
        return _line.Length > 0 ? _line.ToString().Trim() : null;
    }

    private InvalidDataException Bad(string reason) => new($"{_path}, line {_lines}: {reason}. It is not an ARPA language model.");
}
