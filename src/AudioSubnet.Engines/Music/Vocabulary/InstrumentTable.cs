using static AudioSubnet.Engines.Music.Vocabulary.Role;

namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>The instruments a prompt may name, with their General MIDI programs (General MIDI Level 1 sound set, counted from 0) and
/// comfortable ranges.</summary>
internal static class InstrumentTable
{
    public static IReadOnlyList<Instrument> All { get; } =
    [
        Struck("piano", 0, [Chords, Lead, Colour], 36, 96, "grand piano", "acoustic piano", "keys", "upright piano"),
        Struck("honky-tonk piano", 3, [Chords, Lead], 36, 96, "honky tonk", "saloon piano"),
        Struck("electric piano", 4, [Chords, Lead, Colour], 40, 90, "rhodes", "e-piano", "wurlitzer", "fender rhodes"),
        Struck("harpsichord", 6, [Chords, Lead], 41, 88),
        Struck("clavinet", 7, [Chords, Colour], 41, 84, "clav"),
        Struck("celesta", 8, [Colour, Lead], 60, 100, "celeste"),
        Struck("glockenspiel", 9, [Colour, Lead], 72, 103, "bells", "bell"),
        Struck("music box", 10, [Lead, Colour], 60, 96),
        Struck("vibraphone", 11, [Lead, Chords, Colour], 53, 89, "vibes"),
        Struck("marimba", 12, [Lead, Chords, Colour], 48, 96),
        Struck("xylophone", 13, [Lead, Colour], 65, 104),
        Struck("tubular bells", 14, [Colour], 60, 77, "church bells", "chimes"),
        Struck("dulcimer", 15, [Lead, Chords], 48, 84, "hammered dulcimer"),
        Held("organ", 16, [Chords, Pad, Lead], 36, 90, "hammond", "hammond organ", "electric organ"),
        Held("church organ", 19, [Pad, Chords, Lead], 36, 90, "pipe organ"),
        Held("accordion", 21, [Lead, Chords, Pad], 53, 88),
        Held("harmonica", 22, [Lead], 60, 84, "mouth organ"),
        Held("bandoneon", 23, [Lead, Chords], 50, 86, "concertina"),
        Struck("acoustic guitar", 24, [Chords, Lead, Colour], 40, 79, "nylon guitar", "classical guitar", "spanish guitar", "guitar"),
        Struck("steel guitar", 25, [Chords, Lead, Colour], 40, 79, "steel-string guitar", "folk guitar", "12-string guitar"),
        Struck("jazz guitar", 26, [Chords, Lead], 40, 79),
        Struck("electric guitar", 27, [Chords, Lead, Colour], 40, 84, "clean guitar"),
        Held("distorted guitar", 30, [Chords, Lead], 38, 84, "distortion guitar", "heavy guitar", "guitar riff", "guitar riffs",
            "power chords"),
        Held("overdriven guitar", 29, [Lead, Chords], 40, 84, "rock guitar", "guitar solo"),
        Struck("bass guitar", 33, [Bass], 28, 55, "electric bass", "bass line", "bassline", "bass"),
        Struck("double bass", 32, [Bass], 28, 55, "upright bass", "acoustic bass", "contrabass"),
        Struck("fretless bass", 35, [Bass], 28, 55),
        Struck("slap bass", 36, [Bass], 28, 55),
        Held("synth bass", 38, [Bass], 28, 55, "sub bass", "808 bass", "acid bass", "sub-bass"),
        Held("violin", 40, [Lead, Colour, Pad], 55, 93, "fiddle"),
        Held("viola", 41, [Lead, Colour], 48, 84),
        Held("cello", 42, [Lead, Colour, Bass], 38, 72, "violoncello"),
        Held("strings", 48, [Pad, Lead, Colour], 43, 88, "string section", "string ensemble", "orchestra", "orchestral strings",
            "string quartet"),
        Struck("pizzicato strings", 45, [Colour, Chords], 43, 88, "pizzicato"),
        Struck("harp", 46, [Colour, Chords, Lead], 36, 96),
        Held("synth strings", 50, [Pad], 43, 88),
        Held("choir", 52, [Pad, Lead], 48, 79, "voices", "choral", "vocals", "vocal", "voice", "singing", "chant", "singer"),
        Held("trumpet", 56, [Lead, Colour], 55, 82, "cornet", "bugle", "flugelhorn"),
        Held("trombone", 57, [Lead, Colour], 43, 72),
        Held("tuba", 58, [Bass], 29, 55),
        Held("muted trumpet", 59, [Lead], 55, 82),
        Held("french horn", 60, [Lead, Pad], 43, 77, "horn"),
        Held("brass section", 61, [Colour, Lead, Pad], 46, 80, "brass", "horns", "horn section", "big band", "fanfare"),
        Held("synth brass", 62, [Colour, Lead, Chords], 46, 84),
        Held("soprano saxophone", 64, [Lead], 56, 86, "soprano sax"),
        Held("alto saxophone", 65, [Lead, Colour], 51, 82, "alto sax"),
        Held("tenor saxophone", 66, [Lead, Colour], 46, 78, "saxophone", "sax", "tenor sax"),
        Held("oboe", 68, [Lead, Colour], 58, 89),
        Held("english horn", 69, [Lead], 52, 81, "cor anglais"),
        Held("bassoon", 70, [Bass, Lead], 36, 70),
        Held("clarinet", 71, [Lead, Colour], 52, 86),
        Held("piccolo", 72, [Lead, Colour], 74, 102),
        Held("flute", 73, [Lead, Colour], 60, 93, "flutes", "woodwind", "woodwinds"),
        Held("recorder", 74, [Lead], 60, 88),
        Held("pan flute", 75, [Lead, Colour], 60, 90, "panpipes"),
        Held("shakuhachi", 77, [Lead], 57, 86, "bamboo flute"),
        Held("whistle", 78, [Lead], 67, 96, "tin whistle", "whistling"),
        Held("ocarina", 79, [Lead], 62, 90),
        Held("square lead", 80, [Lead, Colour], 48, 96, "chip lead", "8-bit lead"),
        Held("synth lead", 81, [Lead, Colour], 48, 96, "saw lead", "synth", "synthesizer", "synthesiser", "synths", "lead synth",
            "sawtooth"),
        Held("synth pad", 89, [Pad], 43, 88, "pad", "pads", "warm pad", "ambient pad", "drone"),
        Held("sweep pad", 95, [Pad], 43, 88, "halo pad"),
        Struck("sitar", 104, [Lead, Colour], 48, 79),
        Struck("banjo", 105, [Chords, Lead, Colour], 48, 84),
        Struck("shamisen", 106, [Lead], 50, 79),
        Struck("koto", 107, [Lead, Chords], 50, 84),
        Struck("kalimba", 108, [Colour, Lead, Chords], 55, 86, "thumb piano", "mbira"),
        Held("bagpipes", 109, [Lead], 60, 84, "bagpipe", "uilleann pipes"),
        Struck("ukulele", 24, [Chords, Lead], 55, 84),
        Struck("mandolin", 25, [Lead, Chords, Colour], 55, 88),
        Struck("lute", 24, [Chords, Lead], 43, 79),
        Struck("steel drums", 114, [Lead, Chords], 55, 86, "steelpan", "steel pan"),
        new("drums", 0, [Drums], 35, 81) { Aliases = ["drum", "drum kit", "percussion", "beat", "beats", "drum set", "congas", "bongos",
            "hand drums"] },
        new("drum machine", 25, [Drums], 35, 81) { Aliases = ["808", "909", "electronic drums", "808 drums", "electronic beats", "808s"] },
        new("brushed drums", 40, [Drums], 35, 81) { Aliases = ["brushes", "soft drums", "brush drums"] },
        new("timpani", 48, [Drums], 35, 81) { Aliases = ["orchestral drums", "taiko", "war drums", "snare drums",
            "orchestral percussion"] },
    ];

    private static readonly Dictionary<string, Instrument> s_byName = All.ToDictionary(instrument => instrument.Name,
        StringComparer.Ordinal);

    /// <summary>The instrument of that name.</summary>
    public static Instrument Named(string name) => s_byName[name];

    private static Instrument Struck(string name, int program, Role[] roles, int low, int high, params string[] aliases) =>
        new(name, program, roles, low, high) { Aliases = aliases };

    private static Instrument Held(string name, int program, Role[] roles, int low, int high, params string[] aliases) =>
        new(name, program, roles, low, high) { Aliases = aliases, Sustains = true };
}
