namespace AudioSubnet.Engines;

/// <summary>What music to make.</summary>
/// <param name="Prompt">Description in words: genre, mood, instruments, tempo, key.</param>
/// <param name="Seconds">Length in seconds.</param>
public sealed record MusicRequest(string Prompt, double Seconds)
{
    /// <summary>Seed; null draws one.</summary>
    public int? Seed { get; init; }

    /// <summary>Hears the share that is done, 0 to 1, from engines that take long; null if nobody listens.</summary>
    public IProgress<double>? Progress { get; init; }
}
