using Bittensor.Chain;
using Bittensor.LocalNet;

namespace AudioSubnet.Cli.Localnet;

/// <summary>The pace of a local subnet. The real network makes a block every 12 s and an epoch every 72 minutes; nobody wants to wait for that on a laptop.</summary>
internal sealed record LocalnetRules
{
    /// <summary>For a demonstration that a person follows: an epoch a minute.</summary>
    public static LocalnetRules Normal { get; } = new()
    {
        BlockTime = TimeSpan.FromSeconds(1),
        Tempo = 60,
        SpeechTimeout = TimeSpan.FromSeconds(50),
        MusicTimeout = TimeSpan.FromSeconds(140),
        CloneTimeout = TimeSpan.FromSeconds(150),
        RoundPause = TimeSpan.FromSeconds(2),
    };

    /// <summary>For tests and the impatient: an epoch every five seconds, and slow miners are given up on early.</summary>
    public static LocalnetRules Fast { get; } = new()
    {
        BlockTime = TimeSpan.FromSeconds(0.25),
        Tempo = 20,
        SpeechTimeout = TimeSpan.FromSeconds(30),
        MusicTimeout = TimeSpan.FromSeconds(45),
        CloneTimeout = TimeSpan.FromSeconds(60),
        RoundPause = TimeSpan.Zero,
    };

    public required TimeSpan BlockTime { get; init; }

    /// <summary>Blocks between two epochs.</summary>
    public required ushort Tempo { get; init; }

    public required TimeSpan SpeechTimeout { get; init; }

    public required TimeSpan MusicTimeout { get; init; }

    public required TimeSpan CloneTimeout { get; init; }

    public required TimeSpan RoundPause { get; init; }

    /// <summary>What the validator stakes: enough for a permit and for the miners' access rule.</summary>
    public static Balance ValidatorStake { get; } = Balance.FromTao(10_000);

    public SubnetHyperparameters Hyperparameters => new()
    {
        Tempo = Tempo,
        WeightsSetRateLimit = Tempo,
        ImmunityPeriod = (ushort)(Tempo * 10),
        BurnCost = Balance.FromTao(1),
    };

    public LocalChainOptions Chain => new() { BlockTime = BlockTime };
}
