using System.IO.Compression;
using System.Text;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.Wav2Vec2;
using AudioSubnet.Models.Wav2Vec2.Decoding;
using FsCheck.Xunit;

namespace AudioSubnet.Models.Tests.Wav2Vec2;

[Trait("Area", "golden")]
public sealed class CtcBeamSearchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CtcTokenizer Letters(string vocabulary = """{"<pad>": 0, "|": 1, "A": 2, "B": 3}""")
    {
        File.WriteAllText(Path.Combine(_folder, "vocab.json"), vocabulary);
        return CtcTokenizer.FromFolder(_folder);
    }

    private NGramModel Language(string arpa)
    {
        string path = Path.Combine(_folder, "words.arpa");
        File.WriteAllText(path, arpa);
        return NGramModel.ReadArpa(path);
    }

    [Property(MaxTest = 60)]
    public bool The_best_text_is_the_one_with_the_most_probable_alignments(int seed)
    {
        const int Frames = 5, Vocabulary = 4;
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, Frames * Vocabulary).Select(_ => (float)(random.NextDouble() * 4))];
        var logits = new CtcLogits(values, Frames, Vocabulary);
        CtcTokenizer tokenizer = Letters();

        // Every alignment, by brute force.
        var texts = new Dictionary<string, double>(StringComparer.Ordinal);
        double[][] probabilities = [.. Enumerable.Range(0, Frames).Select(frame =>
        {
            double[] weights = [.. logits.Frame(frame).ToArray().Select(value => Math.Exp(value))];
            return weights.Select(weight => weight / weights.Sum()).ToArray();
        })];
        for (int code = 0; code < 1024; code++)
        {
            int[] path = [.. Enumerable.Range(0, Frames).Select(frame => (code >> (2 * frame)) & 3)];
            string text = string.Join(' ', path.Where((letter, i) => letter != 0 && (i == 0 || path[i - 1] != letter)));
            texts[text] = texts.GetValueOrDefault(text) + path.Select((letter, frame) => probabilities[frame][letter]).Aggregate(1.0, (a, b) => a * b);
        }
        var search = new CtcBeamSearch(tokenizer, new CtcBeamOptions { Width = 2000, LetterThreshold = -100, BeamThreshold = -100 });
        string found = string.Join(' ', search.Decode(logits));
        return Math.Abs(texts[found] - texts.Values.Max()) < 1e-9;
    }

    [Fact]
    public void A_language_model_decides_between_words_that_sound_alike()
    {
        CtcTokenizer tokenizer = Letters("""{"<pad>": 0, "|": 1, "A": 2, "B": 3, "C": 4}""");
        NGramModel language = Language("\\data\\\nngram 1=5\nngram 2=1\n\n\\1-grams:\n-99\t<s>\t-0.3\n-1\t</s>\n-1\tab\t-0.3\n-3\tac\n-4\t<unk>\n\n\\2-grams:\n-0.2\t<s> ab\n\n\\end\\\n");
        // "A", then "C" a little likelier than "B".
        var logits = new CtcLogits([0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 5, 5.5f], 3, 5);
        tokenizer.DecodeLetters(new CtcBeamSearch(tokenizer).Decode(logits, TestContext.Current.CancellationToken)).ShouldBe("AC");
        tokenizer.DecodeLetters(new CtcBeamSearch(tokenizer, language: language).Decode(logits, TestContext.Current.CancellationToken)).ShouldBe("AB");
    }

    [Fact]
    public void Probabilities_back_off_to_shorter_histories()
    {
        NGramModel language = Language("\\data\\\nngram 1=4\nngram 2=2\nngram 3=1\n\n\\1-grams:\n-99 <s> -0.5\n-1.5 </s>\n-1 the -0.25\n-2 cat -0.125\n\n\\2-grams:\n-0.5 <s> the -0.0625\n-0.75 the cat\n\n\\3-grams:\n-0.1 <s> the cat\n\n\\end\\\n");
        language.Order.ShouldBe(3);
        double Log10(string[] words)
        {
            IReadOnlyList<int> history = language.Beginning;
            double score = 0;
            foreach (string word in words)
                (score, history) = language.Score(history, word);
            return score / Math.Log(10);
        }

        Log10(["THE"]).ShouldBe(-0.5, 1e-6);
        Log10(["the", "cat"]).ShouldBe(-0.1, 1e-6);
        Log10(["cat"]).ShouldBe(-0.5 - 2, 1e-6); // back-off of <s>
        Log10(["the", "the"]).ShouldBe(-0.0625 - 0.25 - 1, 1e-6); // of "<s> the" and of "the"
        Log10(["the", "dog"]).ShouldBe(-8, 1e-6); // unknown
        (language.ScoreEnd(language.Beginning) / Math.Log(10)).ShouldBe(-2, 1e-6);
    }

    [Fact]
    public void A_packed_model_is_unpacked()
    {
        string path = Path.Combine(_folder, "words.arpa.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            file.Write("\\data\\\nngram 1=1\n\\1-grams:\n-1 word\n\\end\\\n"u8);
        NGramModel.ReadArpa(path).WordCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "no \\data\\ section")]
    [InlineData("\\data\\\n", "ends before")]
    [InlineData("\\data\\\n\\end\\\n", "no sequences")]
    [InlineData("\\data\\\n\\2-grams:\n", "does not follow")]
    [InlineData("\\data\\\n\\99999999999-grams:\n", "does not follow")]
    [InlineData("\\data\\\n\\1-grams:\nx word\n\\end\\\n", "not a number")]
    [InlineData("\\data\\\n\\1-grams:\nNaN word\n\\end\\\n", "not a number")]
    [InlineData("\\data\\\n\\1-grams:\n-1\n\\end\\\n", "fields")]
    [InlineData("\\data\\\n\\1-grams:\n-1 a\n\\2-grams:\n-1 b a\n\\end\\\n", "is not there")]
    [InlineData("\\data\\\n\\1-grams:\n-1 a\n\\2-grams:\n-1 a b\n\\end\\\n", "not among the single words")]
    public void A_file_that_is_no_language_model_is_refused_with_its_line(string arpa, string reason) =>
        Should.Throw<InvalidDataException>(() => Language(arpa)).Message.ShouldSatisfyAllConditions(message => message.ShouldContain(reason), message => message.ShouldContain("words.arpa, line"));

    [Fact]
    public void A_line_without_end_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Language(new StringBuilder("\\data\\\n").Append('a', 200_000).ToString())).Message.ShouldContain("longer than");
    }
}
