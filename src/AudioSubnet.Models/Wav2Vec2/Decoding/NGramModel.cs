namespace AudioSubnet.Models.Wav2Vec2.Decoding;

/// <summary>
/// A back-off language model of word sequences (Katz 1987), as ARPA files hold it. Words are compared without regard to case. Thread-safe.
/// </summary>
public sealed class NGramModel
{
    /// <summary>Probability of a word that the model does not know and has no "&lt;unk&gt;" for: 10⁻⁸.</summary>
    private const float UnknownWord = -8;

    private readonly Dictionary<string, int> _words;
    private readonly Dictionary<(int Context, int Word), int> _children;
    private readonly float[] _probabilities, _backoffs;
    private readonly int _begin, _end, _unknown;

    /// <summary>Takes tables over.</summary>
    /// <param name="order">Length of the longest sequences.</param>
    /// <param name="words">Ids of words in lower case.</param>
    /// <param name="children">Node of a sequence by that of the sequence without its last word (0 for none) and the last word.</param>
    /// <param name="probabilities">Decimal logarithm for each node.</param>
    /// <param name="backoffs">Decimal logarithm for each node.</param>
    internal NGramModel(int order, Dictionary<string, int> words, Dictionary<(int Context, int Word), int> children, float[] probabilities, float[] backoffs)
    {
        Order = order;
        (_words, _children, _probabilities, _backoffs) = (words, children, probabilities, backoffs);
        (_begin, _end, _unknown) = (WordId("<s>"), WordId("</s>"), WordId("<unk>"));
    }

    /// <summary>Length of the longest sequences.</summary>
    public int Order { get; }

    /// <summary>Number of words.</summary>
    public int WordCount => _words.Count;

    /// <summary>The last words of a sentence that has just begun.</summary>
    public IReadOnlyList<int> Beginning => _begin >= 0 ? [_begin] : [];

    /// <summary>Reads an ARPA file; one that ends in ".gz" is unpacked.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file, or too large to be one; the message names the line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NGramModel ReadArpa(string path) => ArpaReader.Read(path);

    /// <summary>Natural logarithm of the probability of a word after others.</summary>
    /// <param name="history">The words before it, as this method gave them; only the last few count.</param>
    /// <param name="word">The word.</param>
    /// <returns>The logarithm, and the history for the next word.</returns>
    public (double LogProbability, IReadOnlyList<int> History) Score(IReadOnlyList<int> history, string word)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(word);
        int id = WordId(word.ToLowerInvariant());
        return Score(history, id >= 0 ? id : _unknown);
    }

    /// <summary>Natural logarithm of the probability that the sentence ends.</summary>
    public double ScoreEnd(IReadOnlyList<int> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return _end < 0 ? 0 : Score(history, _end).LogProbability;
    }

    private (double LogProbability, IReadOnlyList<int> History) Score(IReadOnlyList<int> history, int word)
    {
        double score = word < 0 ? UnknownWord : 0;
        if (word >= 0)
            for (int start = Math.Max(0, history.Count - Order + 1); ; start++)
            {
                int context = Find(history, start);
                if (context >= 0 && _children.TryGetValue((context, word), out int node))
                {
                    score += _probabilities[node];
                    break;
                }
                if (start == history.Count)
                {
                    score += UnknownWord;
                    break;
                }
                if (context >= 0)
                    score += _backoffs[context];
            }
        int keep = Math.Min(Order - 2, history.Count);
        IReadOnlyList<int> next = word < 0 || Order < 2 ? [] : [.. history.Skip(history.Count - keep), word];
        return (score * Math.Log(10), next);
    }

    /// <summary>Node of the last words of a history; 0 for none, -1 if the model does not have them.</summary>
    private int Find(IReadOnlyList<int> history, int start)
    {
        int node = 0;
        for (int i = start; i < history.Count; i++)
            if (!_children.TryGetValue((node, history[i]), out node))
                return -1;
        return node;
    }

    private int WordId(string word) => _words.GetValueOrDefault(word, -1);
}
