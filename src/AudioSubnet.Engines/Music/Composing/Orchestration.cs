using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Who plays what: named instruments first, then the genre's own for the roles that are left.</summary>
internal sealed record Orchestration(IReadOnlyDictionary<Role, Instrument> Players, IReadOnlyList<Instrument> Doubles)
{
    public Instrument? this[Role role] => Players.GetValueOrDefault(role);

    public static Orchestration For(MusicBrief brief, Plan plan)
    {
        SeededRandom random = plan.Random.For("orchestration");
        var players = new Dictionary<Role, Instrument>();
        var doubles = new List<Instrument>();
        foreach (Instrument named in brief.Instruments)
        {
            Role? free = named.Roles.Cast<Role?>().FirstOrDefault(role => !players.ContainsKey(role!.Value));
            if (free is { } role)
                players[role] = named.Name == "drums" ? named with { Program = plan.Genre.Kit } : named;
            else if (named.Roles.Contains(Role.Lead) || named.Roles.Contains(Role.Colour))
                doubles.Add(named);
        }
        bool hasMelodist = players.ContainsKey(Role.Lead);
        Instrument? canLead = brief.Instruments.FirstOrDefault(instrument => instrument.Roles.Contains(Role.Lead));
        if (!hasMelodist && canLead is not null)
            players[Role.Lead] = canLead;
        if (brief.Solo)
            FillSolo(players);
        else
            FillFromGenre(players, brief, plan, random);
        foreach (Role role in players.Where(player => brief.Excluded.Contains(player.Value)).Select(player => player.Key).ToArray())
            players.Remove(role);
        if (brief.Excluded.Any(instrument => instrument.Roles.Contains(Role.Drums)))
            players.Remove(Role.Drums);
        if (brief.Excluded.Any(instrument => instrument.Name == "bass guitar"))
            players.Remove(Role.Bass);
        if (players.Count == 0)
            players[Role.Lead] = players[Role.Chords] = InstrumentTable.Named(brief.Excluded.Any(instrument => instrument.Name == "piano") ? "vibraphone" : "piano");
        return new Orchestration(players, doubles);
    }

    /// <summary>A soloist who can play chords plays both hands.</summary>
    private static void FillSolo(Dictionary<Role, Instrument> players)
    {
        foreach (Instrument soloist in players.Values.Distinct().ToArray())
        {
            if (!soloist.Roles.Contains(Role.Chords))
                continue;
            players.TryAdd(Role.Chords, soloist);
            players.TryAdd(Role.Lead, soloist);
            if (soloist.Low <= 41)
                players.TryAdd(Role.Bass, soloist);
        }
    }

    private static void FillFromGenre(Dictionary<Role, Instrument> players, MusicBrief brief, Plan plan, SeededRandom random)
    {
        Genre genre = plan.Genre;
        Fill(Role.Lead, genre.Leads, true);
        Fill(Role.Chords, genre.Chords, true);
        Fill(Role.Bass, genre.Basses, true);
        Fill(Role.Pad, genre.Pads, plan.Energy > 0.35 || plan.Genre.Looseness < 0.3 || genre.Groove is null || random.Chance(0.5));
        Fill(Role.Colour, genre.Colours, plan.Bars >= 6 && plan.Energy > 0.4);
        if (genre.Groove is not null && plan.Energy > 0.12)
            players.TryAdd(Role.Drums, InstrumentTable.Named("drums") with { Program = genre.Kit });

        void Fill(Role role, string[] names, bool wanted)
        {
            Instrument[] allowed = [.. names.Select(InstrumentTable.Named).Where(instrument => !brief.Excluded.Contains(instrument))];
            if (wanted && allowed.Length > 0)
                players.TryAdd(role, random.Pick(allowed));
        }
    }
}
