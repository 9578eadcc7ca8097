using AudioSubnet.Engines;

namespace AudioSubnet.Miner;

/// <summary>The engines a miner serves with. A service without an engine is not offered: its callers get 404.</summary>
public sealed record MinerEngines
{
    /// <summary>Serves TextToSpeech.</summary>
    public ITextToSpeech? Speech { get; init; }

    /// <summary>Serves VoiceClone.</summary>
    public IVoiceCloner? Cloning { get; init; }

    /// <summary>Serves MusicGeneration.</summary>
    public IMusicGenerator? Music { get; init; }

    /// <summary>The engines in words, for example "flite/slt, baseline/clone".</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Speech?.Name, Cloning?.Name, Music?.Name }.OfType<string>().Distinct(StringComparer.Ordinal));
}
