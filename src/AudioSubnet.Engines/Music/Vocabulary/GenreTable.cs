namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>The genres a prompt may ask for.</summary>
internal static class GenreTable
{
    /// <summary>Every genre.</summary>
    public static IReadOnlyList<Genre> All { get; } = [.. PopularGenres.All, .. WorldGenres.All];

    /// <summary>The genres an open prompt may become; the seed chooses.</summary>
    public static IReadOnlyList<Genre> ForOpenPrompts { get; } =
        [.. All.Where(genre => genre.Name is "pop" or "rock" or "jazz" or "classical" or "cinematic" or "folk" or "electronic" or "soul" or "lo-fi" or "ballad" or "ambient" or "funk")];

    /// <summary>The genre of that name.</summary>
    public static Genre Named(string name) => All.First(genre => genre.Name == name);
}
