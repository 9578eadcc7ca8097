using static AudioSubnet.Engines.Music.Theory.Mode;

namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>Genres with a band or electronics: popular music since the blues.</summary>
internal static class PopularGenres
{
    public static IReadOnlyList<Genre> All { get; } =
    [
        new("pop", 96, 126, "pop song", "indie pop", "dance pop", "chart", "radio", "k-pop", "commercial", "corporate", "advertising",
            "ballad pop")
        {
            Energy = 0.6, Groove = "pop", Accompaniment = ["eighths", "pop piano", "arpeggio"], BassLines = ["pop", "eighth roots"],
                Leads = ["synth lead", "piano", "electric guitar"],
            Chords = ["piano", "electric piano", "acoustic guitar"], Pads = ["synth pad", "strings"], Colours = ["electric guitar",
                "glockenspiel"],
        },
        new("rock", 108, 144, "rock and roll", "rock'n'roll", "indie rock", "alternative", "classic rock", "hard rock", "grunge", "surf",
            "indie")
        {
            Energy = 0.75, Groove = "rock", Kit = 8, Accompaniment = ["power eighths", "strum"], BassLines = ["eighth roots"],
                MajorHarmony = "rock major", MinorHarmony = "rock minor",
            Modes = [Major, Mixolydian, Minor], Leads = ["overdriven guitar"], Chords = ["electric guitar", "distorted guitar"],
                Pads = ["organ"], Colours = ["electric guitar"], Reverb = 0.3,
        },
        new("metal", 130, 176, "heavy metal", "metalcore", "death metal", "thrash", "hardcore", "djent")
        {
            Energy = 0.95, Groove = "metal", Kit = 16, Accompaniment = ["power gallop", "power eighths"], BassLines = ["gallop"],
                MajorHarmony = "rock minor", MinorHarmony = "metal",
            Modes = [Minor, Phrygian], Leads = ["overdriven guitar"], Chords = ["distorted guitar"], Colours = ["overdriven guitar"],
                Cadences = false, Reverb = 0.25, Looseness = 0.25,
        },
        new("punk", 160, 190, "punk rock", "pop punk", "garage rock")
        {
            Energy = 0.9, Groove = "punk", Kit = 16, Accompaniment = ["power eighths"], BassLines = ["eighth roots"],
                MajorHarmony = "rock major", MinorHarmony = "rock minor",
            Leads = ["overdriven guitar"], Chords = ["distorted guitar"], Reverb = 0.2,
        },
        new("blues", 72, 112, "delta blues", "chicago blues", "blues rock", "rhythm and blues")
        {
            Energy = 0.45, Swing = 0.32, Groove = "shuffle", Accompaniment = ["blues shuffle", "charleston"], BassLines = ["walking",
                "boogie"], MajorHarmony = "blues", MinorHarmony = "minor blues",
            Modes = [Mixolydian, Dorian], Leads = ["overdriven guitar", "harmonica", "tenor saxophone"], Chords = ["piano",
                "electric guitar", "organ"], Basses = ["bass guitar", "double bass"],
            Syncopation = 0.45, Looseness = 0.8, Reverb = 0.25,
        },
        new("jazz", 100, 168, "jazzy", "bebop", "cool jazz", "smooth jazz", "jazz trio", "lounge", "cocktail")
        {
            Energy = 0.5, Swing = 0.3, Groove = "jazz", Kit = 32, Accompaniment = ["charleston", "jazz comp"], BassLines = ["walking"],
                MajorHarmony = "jazz major", MinorHarmony = "jazz minor",
            Modes = [Major, Dorian, Minor], Leads = ["tenor saxophone", "trumpet", "vibraphone", "jazz guitar", "piano"], Chords = ["piano",
                "jazz guitar"], Basses = ["double bass"],
            Colours = ["vibraphone"], Syncopation = 0.6, Looseness = 0.8, Ritardando = true,
        },
        new("swing", 140, 196, "big band swing", "swing music", "swing jazz", "electro swing", "ragtime", "dixieland", "charleston")
        {
            Energy = 0.75, Swing = 0.3, Groove = "jazz", Kit = 32, Accompaniment = ["four beat", "charleston"], BassLines = ["walking"],
                MajorHarmony = "jazz major", MinorHarmony = "jazz minor",
            Leads = ["clarinet", "trumpet", "brass section"], Chords = ["jazz guitar", "piano"], Basses = ["double bass"],
                Colours = ["brass section"], Syncopation = 0.6, Looseness = 0.6,
        },
        new("funk", 98, 118, "funky", "p-funk", "jazz funk", "funk rock")
        {
            Energy = 0.75, Groove = "funk", Accompaniment = ["funk"], BassLines = ["funk", "slap"], MajorHarmony = "funk",
                MinorHarmony = "funk", Modes = [Dorian, Mixolydian],
            Leads = ["alto saxophone", "brass section", "synth lead"], Chords = ["clavinet", "electric guitar", "electric piano"],
                Basses = ["slap bass", "bass guitar"], Colours = ["brass section"],
            Syncopation = 0.75, Cadences = false, Reverb = 0.2,
        },
        new("disco", 114, 126, "nu-disco", "disco funk", "eurodance")
        {
            Energy = 0.8, Groove = "disco", Accompaniment = ["funk", "stabs"], BassLines = ["octaves"], MinorHarmony = "dance minor",
                Leads = ["strings", "synth lead"], Chords = ["electric guitar", "electric piano"],
            Pads = ["strings"], Colours = ["brass section"], Syncopation = 0.5,
        },
        new("soul", 72, 100, "r&b", "rnb", "motown", "neo soul", "neo-soul", "gospel", "spiritual")
        {
            Energy = 0.45, Groove = "soul", Swing = 0.12, SwingsSixteenths = true, Accompaniment = ["pop piano", "soul"],
                BassLines = ["soul", "pop"], MajorHarmony = "soul major", MinorHarmony = "soul minor",
            Leads = ["alto saxophone", "electric guitar", "electric piano"], Chords = ["electric piano", "organ"], Pads = ["choir",
                "strings"], Colours = ["brass section"], Syncopation = 0.5, Looseness = 0.7,
        },
        new("hip hop", 82, 98, "hip-hop", "hiphop", "rap", "boom bap", "boom-bap", "old school")
        {
            Energy = 0.55, Groove = "boom bap", Swing = 0.22, SwingsSixteenths = true, Accompaniment = ["soul", "long"],
                BassLines = ["hip hop"], MajorHarmony = "soul major", MinorHarmony = "loop minor",
            Modes = [Minor, Dorian], Leads = ["electric piano", "flute", "synth lead"], Chords = ["electric piano", "piano"],
                Pads = ["strings"], Colours = ["vibraphone"], Cadences = false, Syncopation = 0.55,
        },
        new("lo-fi", 68, 86, "lofi", "lo fi", "chillhop", "lo-fi hip hop", "lofi hip hop", "chillout", "study beats")
        {
            Energy = 0.25, Groove = "lo-fi", Swing = 0.24, SwingsSixteenths = true, Accompaniment = ["soul", "long"],
                BassLines = ["hip hop"], MajorHarmony = "jazz loop", MinorHarmony = "jazz loop minor",
            Modes = [Major, Dorian], Leads = ["vibraphone", "electric piano", "jazz guitar"], Chords = ["electric piano", "piano"],
                Pads = ["synth pad"], Basses = ["fretless bass", "double bass"],
            Cadences = false, Looseness = 0.8, Syncopation = 0.4,
        },
        new("trap", 130, 150, "drill", "phonk", "trap beat")
        {
            Energy = 0.65, Groove = "trap", Kit = 25, Accompaniment = ["arpeggio", "long"], BassLines = ["sub"],
                MajorHarmony = "loop minor", MinorHarmony = "loop minor", Modes = [Minor, Phrygian],
            Leads = ["glockenspiel", "flute", "synth lead"], Chords = ["piano", "electric piano"], Pads = ["choir", "synth pad"],
                Basses = ["synth bass"], Cadences = false, Looseness = 0.1, Syncopation = 0.5,
        },
        new("house", 120, 128, "deep house", "tropical house", "edm", "club music", "dance music", "progressive house", "electro", "garage")
        {
            Energy = 0.8, Groove = "house", Kit = 24, Accompaniment = ["stabs", "house piano"], BassLines = ["offbeat", "octaves"],
                MajorHarmony = "pop major", MinorHarmony = "dance minor", Modes = [Minor, Major, Dorian],
            Leads = ["synth lead", "square lead"], Chords = ["piano", "electric piano", "synth brass"], Pads = ["synth pad"],
                Basses = ["synth bass"], Colours = ["synth lead"], Cadences = false, Looseness = 0.1, Syncopation = 0.55,
        },
        new("techno", 126, 138, "minimal techno", "acid", "industrial", "rave", "hardstyle")
        {
            Energy = 0.85, Groove = "techno", Kit = 24, Accompaniment = ["sequence", "stabs"], BassLines = ["sequence", "offbeat"],
                MajorHarmony = "drone minor", MinorHarmony = "drone minor", Modes = [Minor, Phrygian, Dorian],
            Leads = ["square lead", "synth lead"], Chords = ["synth brass", "synth lead"], Pads = ["sweep pad"], Basses = ["synth bass"],
                Cadences = false, Looseness = 0, Syncopation = 0.6,
        },
        new("trance", 132, 142, "psytrance", "goa", "uplifting trance", "euphoric")
        {
            Energy = 0.85, Groove = "techno", Kit = 24, Accompaniment = ["trance arpeggio"], BassLines = ["offbeat", "rolling"],
                MinorHarmony = "dance minor", Modes = [Minor, Major], Leads = ["synth lead"],
            Chords = ["synth lead", "synth brass"], Pads = ["synth pad", "synth strings"], Basses = ["synth bass"],
                Colours = ["square lead"], Cadences = false, Looseness = 0, Reverb = 0.55,
        },
        new("drum and bass", 168, 178, "drum & bass", "drum n bass", "dnb", "d&b", "jungle", "breakbeat", "breakcore")
        {
            Energy = 0.85, Groove = "breakbeat", Kit = 24, Accompaniment = ["long", "stabs"], BassLines = ["sub", "hip hop"],
                MajorHarmony = "loop minor", MinorHarmony = "loop minor", Modes = [Minor, Dorian],
            Leads = ["synth lead", "electric piano"], Chords = ["electric piano", "synth brass"], Pads = ["synth pad", "sweep pad"],
                Basses = ["synth bass"], Cadences = false, Looseness = 0.1,
        },
        new("dubstep", 138, 144, "brostep", "bass music", "future bass", "wobble")
        {
            Energy = 0.85, Groove = "half time", Kit = 24, Accompaniment = ["stabs", "long"], BassLines = ["sequence", "sub"],
                MajorHarmony = "loop minor", MinorHarmony = "loop minor", Modes = [Minor, Phrygian],
            Leads = ["synth lead", "square lead"], Chords = ["synth brass"], Pads = ["sweep pad"], Basses = ["synth bass"],
                Cadences = false, Looseness = 0.05, Syncopation = 0.6,
        },
        new("electronic", 104, 128, "electronica", "electro pop", "electropop", "idm", "techy", "futuristic", "sci-fi", "technology",
            "digital")
        {
            Energy = 0.6, Groove = "house", Kit = 24, Accompaniment = ["sequence", "arpeggio"], BassLines = ["octaves", "eighth roots"],
                MinorHarmony = "dance minor", Modes = [Minor, Major, Lydian], Leads = ["synth lead", "square lead"],
            Chords = ["synth lead", "electric piano"], Pads = ["synth pad", "sweep pad"], Basses = ["synth bass"], Cadences = false,
                Looseness = 0.1,
        },
        new("synthwave", 84, 112, "retrowave", "vaporwave", "80s", "eighties", "1980s", "new wave", "outrun", "synth pop", "synth-pop",
            "synthpop", "cyberpunk")
        {
            Energy = 0.65, Groove = "rock", Kit = 24, Accompaniment = ["sequence", "arpeggio"], BassLines = ["rolling", "octaves"],
                MinorHarmony = "dance minor", Modes = [Minor, Major], Leads = ["synth lead"],
            Chords = ["synth brass", "synth strings"], Pads = ["synth pad"], Basses = ["synth bass"], Colours = ["square lead"],
                Cadences = false, Looseness = 0.05, Reverb = 0.6,
        },
        new("chiptune", 124, 160, "8-bit", "8 bit", "video game", "game music", "arcade", "retro game", "game", "videogame", "nintendo")
        {
            Energy = 0.75, Groove = "pop", Kit = 24, Accompaniment = ["trance arpeggio", "arpeggio"], BassLines = ["octaves",
                "eighth roots"], Leads = ["square lead"], Chords = ["square lead", "synth lead"], Basses = ["synth bass"],
            Looseness = 0, Reverb = 0.1, Syncopation = 0.4,
        },
        new("reggae", 68, 88, "dub", "roots reggae", "dancehall", "reggaeton")
        {
            Energy = 0.45, Groove = "one drop", Swing = 0.12, SwingsSixteenths = true, Accompaniment = ["skank"], BassLines = ["reggae"],
                MajorHarmony = "reggae major", MinorHarmony = "loop minor", Leads = ["organ", "trombone", "harmonica"],
            Chords = ["electric guitar", "organ"], Colours = ["brass section"], Cadences = false, Syncopation = 0.5, Reverb = 0.5,
        },
        new("ska", 132, 164, "ska punk", "rocksteady", "two-tone")
        {
            Energy = 0.8, Groove = "punk", Accompaniment = ["ska"], BassLines = ["walking eighths", "boogie"], MajorHarmony = "rock major",
                Leads = ["trumpet", "trombone", "brass section"], Chords = ["electric guitar"], Colours = ["tenor saxophone"],
        },
    ];
}
