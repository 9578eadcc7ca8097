using AudioSubnet.Engines.Music.Theory;
using static AudioSubnet.Engines.Music.Theory.Mode;

namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>Concert, film, folk and dance music of the world.</summary>
internal static class WorldGenres
{
    public static IReadOnlyList<Genre> All { get; } =
    [
        new("classical", 84, 132, "baroque", "mozart", "bach", "sonata", "symphony", "symphonic", "romantic era", "concerto", "minuet",
            "chamber", "chamber music", "opera", "neoclassical")
        {
            Energy = 0.45, Accompaniment = ["alberti", "arpeggio", "block"], BassLines = ["half notes"], MajorHarmony = "classical major",
                MinorHarmony = "classical minor", Leads = ["violin", "flute", "oboe", "piano", "clarinet"],
            Chords = ["piano", "harpsichord", "harp"], Pads = ["strings"], Basses = ["cello"], Colours = ["clarinet", "flute"],
                Syncopation = 0.1, Ritardando = true, Reverb = 0.6,
        },
        new("cinematic", 76, 112, "film", "film score", "movie", "soundtrack", "orchestral", "trailer", "score", "documentary", "hollywood",
            "fantasy", "medieval fantasy", "western")
        {
            Energy = 0.6, Groove = "cinematic", Kit = 48, Accompaniment = ["ostinato", "arpeggio", "long"], BassLines = ["pedal",
                "half notes"], MajorHarmony = "cinematic major", MinorHarmony = "cinematic minor", Modes = [Minor, Major, Dorian, Lydian],
            Leads = ["french horn", "violin", "strings", "trumpet"], Chords = ["strings", "harp", "piano"], Pads = ["choir", "strings"],
                Basses = ["cello", "double bass"], Colours = ["brass section", "choir"], Syncopation = 0.1,
            Ritardando = true, Reverb = 0.75,
        },
        new("ambient", 58, 80, "soundscape", "drone music", "atmosphere", "new age", "meditation", "spa", "yoga", "healing", "zen",
            "background", "nature", "underwater", "ocean")
        {
            Energy = 0.15, Accompaniment = ["long", "slow arpeggio"], BassLines = ["pedal"], MajorHarmony = "ambient major",
                MinorHarmony = "ambient minor", Modes = [Lydian, Major, Dorian, Minor], Leads = ["piano", "vibraphone", "shakuhachi",
                "electric piano"],
            Chords = ["harp", "electric piano", "piano"], Pads = ["synth pad", "sweep pad", "choir"], Basses = ["cello", "fretless bass"],
                Colours = ["celesta"], Cadences = false, Syncopation = 0.15, Ritardando = true, Reverb = 0.9,
        },
        new("lullaby", 66, 84, "nursery", "nursery rhyme", "cradle song", "baby", "bedtime")
        {
            Metre = TimeSignature.ThreeFour, Energy = 0.12, Accompaniment = ["arpeggio", "waltz"], BassLines = ["downbeat"],
                MajorHarmony = "folk major", MinorHarmony = "folk minor", Leads = ["music box", "celesta", "flute"], Chords = ["harp",
                "acoustic guitar", "piano"],
            Pads = ["strings"], Basses = ["cello"], Syncopation = 0, Ritardando = true, Reverb = 0.5,
        },
        new("waltz", 96, 168, "viennese", "viennese waltz", "ballroom", "musette")
        {
            Metre = TimeSignature.ThreeFour, Energy = 0.5, Groove = "waltz", Accompaniment = ["waltz"], BassLines = ["downbeat"],
                MajorHarmony = "classical major", MinorHarmony = "classical minor", Leads = ["violin", "accordion", "clarinet", "strings"],
            Chords = ["piano", "strings", "accordion"], Basses = ["double bass"], Colours = ["flute", "glockenspiel"], Syncopation = 0.1,
                Ritardando = true, Reverb = 0.5,
        },
        new("march", 108, 126, "military", "marching band", "parade", "patriotic", "anthem", "hymn", "national anthem")
        {
            Energy = 0.75, Groove = "march", Kit = 48, Accompaniment = ["offbeat chords"], BassLines = ["root fifth"],
                MajorHarmony = "classical major", MinorHarmony = "classical minor", Leads = ["trumpet", "brass section", "piccolo"],
            Chords = ["french horn", "trombone", "brass section"], Basses = ["tuba"], Colours = ["piccolo", "clarinet"], Syncopation = 0.1,
                Ritardando = true, Reverb = 0.5, Looseness = 0.3,
        },
        new("folk", 84, 120, "acoustic", "singer-songwriter", "americana", "campfire", "traditional", "indie folk", "unplugged")
        {
            Energy = 0.4, Groove = "folk", Accompaniment = ["fingerpicking", "strum"], BassLines = ["root fifth", "downbeat"],
                MajorHarmony = "folk major", MinorHarmony = "folk minor", Modes = [Major, Mixolydian, Dorian, Minor],
            Leads = ["harmonica", "violin", "steel guitar", "flute"], Chords = ["acoustic guitar", "steel guitar"], Pads = ["accordion"],
                Basses = ["double bass"], Colours = ["mandolin"], Looseness = 0.7, Ritardando = true,
        },
        new("country", 96, 132, "nashville", "honky-tonk", "cowboy", "rockabilly")
        {
            Energy = 0.55, Groove = "train", Swing = 0.1, Accompaniment = ["boom chick", "strum"], BassLines = ["root fifth"],
                MajorHarmony = "folk major", MinorHarmony = "folk minor", Modes = [Major, Mixolydian, Minor],
            Leads = ["violin", "electric guitar", "harmonica"], Chords = ["steel guitar", "acoustic guitar"], Basses = ["double bass",
                "bass guitar"], Colours = ["banjo"], Looseness = 0.6,
        },
        new("bluegrass", 120, 156, "hillbilly", "hoedown", "square dance", "old-time")
        {
            Energy = 0.7, Accompaniment = ["boom chick", "banjo roll"], BassLines = ["root fifth"], MajorHarmony = "folk major",
                MinorHarmony = "folk minor", Leads = ["violin", "banjo", "mandolin"], Chords = ["banjo", "steel guitar"],
            Basses = ["double bass"], Colours = ["mandolin"], Looseness = 0.5, Reverb = 0.25,
        },
        new("celtic", 104, 132, "irish", "scottish", "jig", "reel", "gaelic", "medieval", "pirate", "shanty", "sea shanty", "viking",
            "renaissance", "tavern")
        {
            Metre = TimeSignature.SixEight, Energy = 0.6, Groove = "bodhran", Accompaniment = ["arpeggio", "strum six"],
                BassLines = ["downbeat"], MajorHarmony = "folk major", MinorHarmony = "celtic minor", Modes = [Dorian, Major, Mixolydian,
                Minor],
            Leads = ["whistle", "violin", "flute", "bagpipes"], Chords = ["acoustic guitar", "harp"], Basses = ["cello"],
                Colours = ["violin"], Syncopation = 0.05, Looseness = 0.5, Reverb = 0.45,
        },
        new("latin", 94, 116, "salsa", "mambo", "cumbia", "merengue", "cuban", "mariachi", "mexican", "tropical", "calypso", "bachata",
            "rumba", "cha cha")
        {
            Energy = 0.7, Groove = "latin", Accompaniment = ["montuno"], BassLines = ["tumbao"], MajorHarmony = "latin major",
                MinorHarmony = "latin minor", Modes = [Minor, Major], Leads = ["trumpet", "flute", "brass section"],
            Chords = ["piano", "acoustic guitar"], Basses = ["double bass"], Colours = ["brass section", "trombone"], Syncopation = 0.65,
        },
        new("bossa nova", 116, 140, "bossa", "brazilian", "jobim", "bossanova")
        {
            Energy = 0.35, Groove = "bossa", Kit = 40, Accompaniment = ["bossa"], BassLines = ["bossa"], MajorHarmony = "jazz major",
                MinorHarmony = "jazz minor", Modes = [Major, Minor, Dorian], Leads = ["flute", "tenor saxophone", "jazz guitar"],
            Chords = ["acoustic guitar", "electric piano"], Pads = ["strings"], Basses = ["double bass"], Syncopation = 0.6,
                Ritardando = true,
        },
        new("samba", 96, 112, "batucada", "carnaval")
        {
            Energy = 0.8, Groove = "samba", Accompaniment = ["bossa", "funk"], BassLines = ["bossa"], MajorHarmony = "latin major",
                MinorHarmony = "latin minor", Leads = ["flute", "trumpet", "accordion"], Chords = ["acoustic guitar", "piano"],
                Syncopation = 0.6,
        },
        new("tango", 112, 128, "argentine", "milonga", "tango nuevo")
        {
            Energy = 0.6, Accompaniment = ["tango", "four beat"], BassLines = ["root fifth"], MajorHarmony = "classical major",
                MinorHarmony = "tango", Modes = [Minor], Leads = ["bandoneon", "violin"], Chords = ["piano", "accordion"],
            Pads = ["strings"], Basses = ["double bass"], Colours = ["violin"], Syncopation = 0.3, Ritardando = true,
        },
        new("flamenco", 104, 140, "spanish", "andalusian", "gypsy", "klezmer", "balkan")
        {
            Energy = 0.7, Groove = "palmas", Accompaniment = ["rasgueado", "fingerpicking"], BassLines = ["root fifth", "downbeat"],
                MajorHarmony = "andalusian", MinorHarmony = "andalusian", Modes = [Phrygian, Minor], Leads = ["acoustic guitar", "clarinet",
                "violin"],
            Chords = ["acoustic guitar"], Basses = ["double bass"], Syncopation = 0.4, Cadences = false,
        },
        new("oriental", 76, 108, "asian", "chinese", "japanese", "india", "indian", "arabic", "middle eastern", "eastern", "desert", "raga",
            "turkish", "egyptian", "persian")
        {
            Energy = 0.4, Groove = "hand drums", Accompaniment = ["slow arpeggio", "ostinato"], BassLines = ["pedal"],
                MajorHarmony = "ambient major", MinorHarmony = "andalusian", Modes = [Phrygian, Dorian, Mixolydian], Leads = ["sitar",
                "koto", "shakuhachi", "oboe"],
            Chords = ["koto", "dulcimer", "harp"], Pads = ["strings"], Basses = ["cello"], Colours = ["pan flute"], Cadences = false,
                Reverb = 0.6,
        },
        new("african", 104, 124, "afrobeat", "afrobeats", "tribal", "highlife", "world", "world music", "ethnic", "jungle drums")
        {
            Energy = 0.7, Groove = "afrobeat", Accompaniment = ["afro", "montuno"], BassLines = ["tumbao", "funk"],
                MajorHarmony = "reggae major", MinorHarmony = "loop minor", Modes = [Major, Mixolydian, Dorian], Leads = ["kalimba",
                "marimba", "alto saxophone"],
            Chords = ["electric guitar", "kalimba", "marimba"], Colours = ["brass section"], Cadences = false, Syncopation = 0.65,
        },
        new("ballad", 62, 80, "power ballad", "slow dance", "love song", "torch song")
        {
            Energy = 0.3, Groove = "ballad", Accompaniment = ["arpeggio", "pop piano"], BassLines = ["half notes", "pop"], Leads = ["piano",
                "violin", "alto saxophone"], Chords = ["piano", "acoustic guitar"], Pads = ["strings"], Basses = ["fretless bass",
                "bass guitar"],
            Colours = ["oboe"], Syncopation = 0.25, Looseness = 0.6, Ritardando = true, Reverb = 0.55,
        },
    ];
}
