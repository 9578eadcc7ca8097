using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;
using AudioSubnet.Miner.Adversaries;
using AudioSubnet.Scoring;

namespace AudioSubnet.Cli.Localnet;

/// <summary>How a subnet on this machine is to be run.</summary>
internal sealed record LocalnetOptions
{
    /// <summary>The speech engines of the honest miners that run when none are named: two good ones, one fair, one poor, so that there is something to rank.</summary>
    public static IReadOnlyList<string> DefaultEngines { get; } = ["flite/slt", "flite/rms", "flite/awb", "flite/kal16", "espeak-ng/en-us"];

    /// <summary>Stop after so many rounds; null: no limit.</summary>
    public int? Rounds { get; init; }

    /// <summary>Stop after this time; null: no limit.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Speech engine of each honest miner.</summary>
    public IReadOnlyList<string> Engines { get; init; } = DefaultEngines;

    /// <summary>Cloning engine of all miners.</summary>
    public string Cloner { get; init; } = EngineNames.Cloner;

    /// <summary>Music engine of all miners.</summary>
    public string Music { get; init; } = EngineNames.Music;

    /// <summary>Makes the engines.</summary>
    public EngineCatalog Catalog { get; init; } = new();

    /// <summary>Who scores, and by which formulas.</summary>
    public ScoringOptions Scoring { get; init; } = new();

    /// <summary>Misbehaving miners to run beside them.</summary>
    public IReadOnlyList<MinerBehaviour> Adversaries { get; init; } = [];

    /// <summary>Seed of prompts, music and order.</summary>
    public required int Seed { get; init; }

    /// <summary>Folder of the audio, the scores and the summary.</summary>
    public required DirectoryInfo Output { get; init; }

    /// <summary>Blocks every quarter second, a short tempo, short time limits.</summary>
    public bool Fast { get; init; }

    /// <summary>Multiplies the validator's time limits.</summary>
    public double Patience { get; init; } = 1;
}
