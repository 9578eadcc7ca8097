using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>A chord and when it sounds, in quarter notes.</summary>
internal readonly record struct ChordSpan(double Start, double Length, Chord Chord)
{
    public double End => Start + Length;
}

/// <summary>The chords of a piece: a progression for each theme, cadences at the joints, the tonic at the end.</summary>
internal sealed class Harmony
{
    private readonly List<ChordSpan> _spans = [];

    public Harmony(Plan plan)
    {
        SeededRandom random = plan.Random.For("harmony");
        IReadOnlyList<string[][]> style = ProgressionTable.Of(plan.Key.IsMajorLike ? plan.Genre.MajorHarmony : plan.Genre.MinorHarmony);
        string[][] a = Choose(style, plan.Sections.Where(section => section.Kind == SectionKind.A).Max(section => section.Bars), random);
        string[][] b = style.Count > 1 ? Choose([.. style.Where(other => other != a)], 8, random) : a;
        foreach (Section section in plan.Sections)
        {
            string[][] progression = section.Kind is SectionKind.B or SectionKind.Break ? b : a;
            bool last = section.EndBar == plan.Bars;
            for (int bar = 0; bar < section.Bars; bar++)
            {
                bool closes = bar == section.Bars - 1 && section.Bars > 1 && (last || (plan.Genre.Cadences && section.Kind != SectionKind.Intro));
                string[] numerals = closes ? Closing(plan, last) : progression[bar % progression.Length];
                double length = plan.QuartersPerBar / numerals.Length;
                for (int i = 0; i < numerals.Length; i++)
                    Add((section.FirstBar + bar) * plan.QuartersPerBar + i * length, length, Chord.Parse(numerals[i], plan.Key.Tonic), plan.FinalChord);
            }
        }
        Final = Chord.Parse(TonicNumeral(plan, a), plan.Key.Tonic);
    }

    /// <summary>The chords before the last one.</summary>
    public IReadOnlyList<ChordSpan> Spans => _spans;

    /// <summary>The last chord.</summary>
    public Chord Final { get; }

    /// <summary>The chord that sounds at a time; the last chord from its start on.</summary>
    public Chord At(double quarter)
    {
        foreach (ChordSpan span in _spans)
            if (quarter < span.End - 1e-6)
                return span.Chord;
        return Final;
    }

    private void Add(double start, double length, Chord chord, double final)
    {
        if (start < final - 1e-6)
            _spans.Add(new ChordSpan(start, Math.Min(length, final - start), chord));
    }

    private static string[][] Choose(IReadOnlyList<string[][]> style, int bars, SeededRandom random)
    {
        string[][][] fitting = [.. style.Where(progression => progression.Length <= bars)];
        return random.Pick(fitting.Length > 0 ? fitting : style);
    }

    /// <summary>The bar before a joint: a dominant, or what stands for it where dominants are out of style; with a preparation when the
    /// piece ends.</summary>
    private static string[] Closing(Plan plan, bool last)
    {
        bool major = plan.Key.IsMajorLike;
        if (!plan.Genre.Cadences)
            return major ? ["IV"] : ["bVII"];
        return last ? [major ? "IV" : "iv", "V7"] : ["V7"];
    }

    /// <summary>The tonic in the colour the progression gives it (a jazz tune ends on a major seventh, metal on a power chord).</summary>
    private static string TonicNumeral(Plan plan, string[][] progression)
    {
        string plain = plan.Key.IsMajorLike ? "I" : "i";
        string[] own = [.. progression.SelectMany(bar => bar).Where(numeral => numeral.TrimEnd("maj79dhusg56 42".ToCharArray()) == plain)];
        string tonic = own.Length > 0 ? own[0] : plain;
        // A seventh chord that wants to move on is no place to stop, except in the blues and funk where it is home.
        return tonic is "I7" && plan.Genre.Name is not ("blues" or "funk") ? plain : tonic;
    }
}
