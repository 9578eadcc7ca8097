using System.Runtime.InteropServices;
using System.Text;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.Inference.Tokenizers;

namespace AudioSubnet.Models.Wav2Vec2.Decoding;

/// <summary>
/// Prefix beam search over CTC scores (Graves 2012; Hannun et al. 2014): the likeliest text summed over all its alignments, with a language model of words if there is one.
/// Thread-safe.
/// </summary>
public sealed class CtcBeamSearch
{
    private readonly CtcTokenizer _tokenizer;
    private readonly CtcBeamOptions _options;
    private readonly NGramModel? _language;

    /// <summary>Makes a search.</summary>
    /// <param name="tokenizer">The letters.</param>
    /// <param name="options">Its settings; null for the defaults.</param>
    /// <param name="language">A language model, or null.</param>
    public CtcBeamSearch(CtcTokenizer tokenizer, CtcBeamOptions? options = null, NGramModel? language = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_tokenizer, _options, _language) = (tokenizer, options ?? new CtcBeamOptions(), language);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Width, nameof(options));
    }

    /// <summary>The letters of the best text.</summary>
    /// <param name="logits">Scores of the letters for each frame; need not be normalised.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    public int[] Decode(CtcLogits logits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var texts = new TextTree(this);
        List<Beam> beams = [new Beam(0, 0, double.NegativeInfinity)];
        var next = new Dictionary<int, Beam>();
        var scores = new float[logits.Vocabulary];
        for (int frame = 0; frame < logits.Frames; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            logits.Frame(frame).CopyTo(scores);
            LogitsProcessors.LogSoftmax(scores);
            Step(beams, scores, texts, next);
            beams = Prune(next, texts);
            next.Clear();
        }
        Beam best = beams.MaxBy(beam => beam.Score + texts.LanguageScoreAtEnd(beam.Text));
        return texts.Letters(best.Text);
    }

    /// <summary>Every text by one frame: it stays (by a blank, or by its last letter again), or grows by a letter.</summary>
    private void Step(List<Beam> beams, float[] scores, TextTree texts, Dictionary<int, Beam> next)
    {
        int likeliest = Sampler.Likeliest(scores);
        for (int letter = 0; letter < scores.Length; letter++)
        {
            double score = scores[letter];
            if (score < _options.LetterThreshold && letter != likeliest)
                continue;
            foreach (Beam beam in beams)
            {
                int last = texts.LastLetter(beam.Text);
                if (letter == _tokenizer.BlankId)
                    Add(next, beam.Text, beam.Score + score, double.NegativeInfinity);
                else if (letter == last)
                {
                    Add(next, beam.Text, double.NegativeInfinity, beam.Letter + score);
                    if (beam.Blank > double.NegativeInfinity)
                        Add(next, texts.Grow(beam.Text, letter), double.NegativeInfinity, beam.Blank + score);
                }
                else
                    Add(next, texts.Grow(beam.Text, letter), double.NegativeInfinity, beam.Score + score);
            }
        }
    }

    private List<Beam> Prune(Dictionary<int, Beam> candidates, TextTree texts)
    {
        var ordered = candidates.Values.Select(beam => (Beam: beam, Score: beam.Score + texts.LanguageScore(beam.Text))).OrderByDescending(entry => entry.Score).Take(_options.Width).ToList();
        double least = ordered[0].Score + _options.BeamThreshold;
        return [.. ordered.TakeWhile(entry => entry.Score >= least).Select(entry => entry.Beam)];
    }

    private static void Add(Dictionary<int, Beam> beams, int text, double blank, double letter)
    {
        ref Beam beam = ref CollectionsMarshal.GetValueRefOrAddDefault(beams, text, out bool exists);
        beam = exists ? new Beam(text, LogSum(beam.Blank, blank), LogSum(beam.Letter, letter)) : new Beam(text, blank, letter);
    }

    private static double LogSum(double a, double b)
    {
        (double more, double less) = a >= b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(less) ? more : more + Math.Log(1 + Math.Exp(less - more));
    }

    /// <summary>A text with the probabilities (natural logarithms) of its alignments that end in a blank, and in its last letter.</summary>
    private readonly record struct Beam(int Text, double Blank, double Letter)
    {
        public double Score => LogSum(Blank, Letter);
    }

    /// <summary>All texts that were met, each a letter behind another; with the language model's opinion of their finished words.</summary>
    private sealed class TextTree(CtcBeamSearch search)
    {
        private readonly List<Node> _nodes = [new Node(-1, -1, 0, search._language?.Beginning ?? [])];
        private readonly Dictionary<(int Text, int Letter), int> _longer = [];

        public int LastLetter(int text) => _nodes[text].Letter;

        public double LanguageScore(int text) => _nodes[text].Language;

        /// <summary>The text with one more letter.</summary>
        public int Grow(int text, int letter)
        {
            ref int longer = ref CollectionsMarshal.GetValueRefOrAddDefault(_longer, (text, letter), out bool exists);
            if (exists)
                return longer;
            longer = _nodes.Count;
            (double language, IReadOnlyList<int> history) = letter == search._tokenizer.WordDelimiterId ? WithLastWord(text) : (_nodes[text].Language, _nodes[text].History);
            _nodes.Add(new Node(text, letter, language, history));
            return longer;
        }

        /// <summary>With the last word, which no delimiter has ended, and the end of the sentence.</summary>
        public double LanguageScoreAtEnd(int text)
        {
            (double language, IReadOnlyList<int> history) = WithLastWord(text);
            return language + (search._language is { } model ? search._options.LanguageWeight * model.ScoreEnd(history) : 0);
        }

        public int[] Letters(int text)
        {
            var letters = new List<int>();
            for (; text > 0; text = _nodes[text].Before)
                letters.Add(_nodes[text].Letter);
            letters.Reverse();
            return [.. letters];
        }

        private (double Language, IReadOnlyList<int> History) WithLastWord(int text)
        {
            Node node = _nodes[text];
            if (search._language is not { } model || text == 0 || node.Letter == search._tokenizer.WordDelimiterId)
                return (node.Language, node.History);
            var word = new Stack<string>();
            for (int at = text; at > 0 && _nodes[at].Letter != search._tokenizer.WordDelimiterId; at = _nodes[at].Before)
                word.Push(search._tokenizer.Token(_nodes[at].Letter));
            (double score, IReadOnlyList<int> history) = model.Score(node.History, new StringBuilder().AppendJoin("", word).ToString());
            return (node.Language + search._options.LanguageWeight * score + search._options.WordBonus, history);
        }

        private readonly record struct Node(int Before, int Letter, double Language, IReadOnlyList<int> History);
    }
}
