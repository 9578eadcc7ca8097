namespace AudioSubnet.Engines.Music.Composing;

/// <summary>One note of a motif: where in the bar, how long (sixteenths), and how many scale steps from the motif's first note.</summary>
internal readonly record struct MotifNote(int Step, int Length, int Contour);

/// <summary>A bar of melody before it meets a chord: rhythm and contour. Themes grow out of two of them by repetition, sequence, ornament
/// and cadence.</summary>
internal sealed record Motif(IReadOnlyList<MotifNote> Notes)
{
    // Rhythm cells of two quarters, from still to busy; x starts a note, - holds it, . rests. Odd columns are off the beat.
    private static readonly string[][] s_plain =
    [
        ["x-------", "x-----..", "x---x---"],
        ["x---x---", "x-----x-", "x---x-x-", "x---x-.."],
        ["x-x-x---", "x---x-x-", "x-x-x-x-", "..x-x-x-"],
        ["x-x-x-x-", "x-x-xxx-", "xxx-x-x-", "x-x-x-xx"],
    ];

    private static readonly string[][] s_syncopated =
    [
        ["..x-----", "x-----x-", "....x---"],
        ["..x-x---", "x--x----", "x--x--x-"],
        ["x--x--x-", "..x--x--", "x-xx--x-", ".x-x-x--"],
        ["x-xx-xx-", ".xx-x-x-", "xx-xx-x-", "x--xx-xx"],
    ];

    private static readonly string[][] s_waltz =
    [
        ["x-----------", "x-------x---"],
        ["x-------x---", "x-----x-x---", "x---x---x---"],
        ["x---x-x-x---", "x-x-x---x---", "x---x---x-x-"],
        ["x-x-x-x-x-x-", "x-x-x-xxx-x-", "x---xxx-x-x-"],
    ];

    private static readonly string[][] s_jig =
    [
        ["x-----------", "x-----x-----"],
        ["x---x-x-----", "x-----x---x-", "x---x-x---x-"],
        ["x-x-x-x---x-", "x---x-x-x-x-", "x---x-x---x-"],
        ["x-x-x-x-x-x-", "x-x-x-x---x-", "x-xxx-x-x-x-"],
    ];

    /// <summary>Invents a motif.</summary>
    /// <param name="plan">Metre and style.</param>
    /// <param name="density">0 (long notes) … 1 (runs).</param>
    /// <param name="random">Source of the invention.</param>
    public static Motif Invent(Plan plan, double density, SeededRandom random)
    {
        string rhythm = Rhythm(plan, density, random);
        var notes = new List<MotifNote>();
        int contour = 0;
        int lastMove = 0;
        for (int step = 0; step < rhythm.Length; step++)
        {
            if (rhythm[step] != 'x')
                continue;
            int length = 1;
            while (step + length < rhythm.Length && rhythm[step + length] == '-')
                length++;
            notes.Add(new MotifNote(step, length, contour));
            int move = Move(lastMove, random);
            // A motif stays within a sixth: further out it turns back.
            if (Math.Abs(contour + move) > 5)
                move = -move;
            contour += move;
            lastMove = move;
        }
        return new Motif(notes);
    }

    /// <summary>The same motif with its second half turned upside down.</summary>
    public Motif Answer()
    {
        int middle = Notes.Count / 2;
        int pivot = Notes.Count > 0 ? Notes[middle].Contour : 0;
        return new Motif([.. Notes.Select((note, i) => i <= middle ? note : note with { Contour = 2 * pivot - note.Contour })]);
    }

    /// <summary>The same motif with a long note broken by its upper or lower neighbour.</summary>
    public Motif Ornament(SeededRandom random)
    {
        MotifNote[] long_ = [.. Notes.Where(note => note.Length >= 4)];
        if (long_.Length == 0)
            return this;
        MotifNote chosen = random.Pick(long_);
        int half = chosen.Length / 2;
        int neighbour = random.Chance(0.5) ? 1 : -1;
        return new Motif(
        [
            .. Notes.SelectMany(note => note != chosen
                ? [note]
                : half >= 4
                    ? [note with { Length = half }, new(note.Step + half, half / 2, note.Contour + neighbour), new MotifNote(note.Step + half + half / 2, note.Length - half - half / 2, note.Contour)]
                    : new[] { note with { Length = half }, new MotifNote(note.Step + half, note.Length - half, note.Contour + neighbour) }),
        ]);
    }

    /// <summary>The motif as a close: what comes before the middle of the bar, then one held note.</summary>
    public Motif Close(int stepsPerBar)
    {
        int middle = stepsPerBar % 3 == 0 ? stepsPerBar / 3 * 2 : stepsPerBar / 2;
        List<MotifNote> kept = [.. Notes.Where(note => note.Step < middle).Select(note => note with { Length = Math.Min(note.Length, middle - note.Step) })];
        return new Motif([.. kept, new MotifNote(middle, stepsPerBar - middle, kept.Count > 0 ? kept[^1].Contour - 1 : 0)]);
    }

    private static string Rhythm(Plan plan, double density, SeededRandom random)
    {
        int steps = plan.Metre.StepsPerBar;
        if (steps == 12)
            return random.Pick((plan.Metre.Unit == 8 ? s_jig : s_waltz)[Tier(density, random)]);
        var rhythm = new System.Text.StringBuilder();
        while (steps - rhythm.Length >= 8)
            rhythm.Append(random.Pick((random.Chance(plan.Genre.Syncopation * 0.8) ? s_syncopated : s_plain)[Tier(density, random)]));
        rhythm.Append((steps - rhythm.Length) switch { 2 => "x-", 4 => density > 0.5 ? "x-x-" : "x---", 6 => "x---x-", _ => "" });
        return rhythm.ToString();
    }

    private static int Tier(double density, SeededRandom random) => Math.Clamp((int)Math.Floor(density * 4 + 0.35 * random.Bell()), 0, 3);

    /// <summary>Mostly steps, some thirds, few leaps; after a leap the line turns back (the gap-fill of voice leading).</summary>
    private static int Move(int last, SeededRandom random)
    {
        if (Math.Abs(last) >= 3)
            return -Math.Sign(last) * (random.Chance(0.7) ? 1 : 2);
        double dice = random.NextDouble();
        int size = dice < 0.1 ? 0 : dice < 0.68 ? 1 : dice < 0.9 ? 2 : random.Chance(0.5) ? 3 : 4;
        bool keepsDirection = last != 0 && random.Chance(0.6);
        return keepsDirection ? Math.Sign(last) * size : random.Chance(0.5) ? size : -size;
    }
}
