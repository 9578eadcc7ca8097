namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Cuts a number of bars into sections.</summary>
internal static class Form
{
    /// <summary>The sections of a piece of that many bars (before the last chord), with intensities around the energy of the
    /// piece.</summary>
    public static IReadOnlyList<Section> Of(int bars, double energy)
    {
        List<(SectionKind Kind, int Bars)> plan = Plan(bars);
        var passes = new Dictionary<SectionKind, int>();
        var sections = new List<Section>();
        int first = 0;
        for (int i = 0; i < plan.Count; i++)
        {
            (SectionKind kind, int length) = plan[i];
            int pass = passes.GetValueOrDefault(kind);
            passes[kind] = pass + 1;
            double progress = plan.Count == 1 ? 1 : (double)i / (plan.Count - 1);
            double intensity = kind switch
            {
                SectionKind.Intro => 0.6,
                SectionKind.A => 0.8 + 0.2 * progress,
                SectionKind.B => 1.0,
                SectionKind.Break => 0.5,
                SectionKind.Ending => 0.9,
                _ => throw new ArgumentOutOfRangeException(nameof(bars), kind, "Unknown section."),
            };
            sections.Add(new Section(kind, first, length, Math.Clamp(intensity * (0.35 + 0.65 * energy), 0.05, 1), pass));
            first += length;
        }
        return sections;
    }

    private static List<(SectionKind Kind, int Bars)> Plan(int bars)
    {
        if (bars <= 4)
            return [(SectionKind.A, bars)];
        if (bars <= 6)
            return [(SectionKind.Intro, 1), (SectionKind.A, bars - 1)];
        if (bars <= 9)
            return [(SectionKind.Intro, bars % 4 == 0 ? 2 : 1), (SectionKind.A, 4), (SectionKind.B, bars - 4 - (bars % 4 == 0 ? 2 : 1))];
        // Phrases of four or eight bars between intro and ending; what does not divide goes to intro and ending.
        int phrase = bars >= 44 ? 8 : 4;
        int intro = bars >= 24 ? 4 : 2;
        int phrases = Math.Max(1, (bars - intro - 2) / phrase);
        int ending = bars - intro - phrases * phrase;
        if (ending > 4)
            (intro, ending) = (intro + ending - 4, 4);
        var plan = new List<(SectionKind, int)> { (SectionKind.Intro, intro) };
        SectionKind[] order = phrases switch
        {
            1 => [SectionKind.A],
            2 => [SectionKind.A, SectionKind.B],
            3 => [SectionKind.A, SectionKind.B, SectionKind.A],
            4 => [SectionKind.A, SectionKind.A, SectionKind.B, SectionKind.A],
            _ => [SectionKind.A, SectionKind.A, SectionKind.B, SectionKind.A, SectionKind.B],
        };
        for (int i = 0; i < phrases; i++)
        {
            // Long pieces go round; the passage before the last theme is thin, so that its return is heard.
            bool thin = phrases >= 6 && i == phrases - 2;
            SectionKind kind = thin ? SectionKind.Break : i == phrases - 1 && phrases >= 5 ? SectionKind.A : order[i % order.Length];
            plan.Add((kind, phrase));
        }
        if (ending > 0)
            plan.Add((SectionKind.Ending, ending));
        return plan;
    }
}
