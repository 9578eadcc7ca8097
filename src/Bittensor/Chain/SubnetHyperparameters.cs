namespace Bittensor.Chain;

/// <summary>The rules of a subnet. Names and defaults follow the chain's storage items.</summary>
public sealed record SubnetHyperparameters
{
    /// <summary>Blocks between two epochs.</summary>
    public ushort Tempo { get; init; } = 360;

    /// <summary>Median threshold as a fraction of 65535.</summary>
    public ushort Kappa { get; init; } = 32767;

    /// <summary>Least number of weights in one submission.</summary>
    public ushort MinAllowedWeights { get; init; } = 1;

    /// <summary>Largest share of one weight as a fraction of 65535; 65535 means no limit.</summary>
    public ushort MaxWeightsLimit { get; init; } = 65535;

    /// <summary>Submissions with a smaller version key are refused; 0 accepts all.</summary>
    public ulong WeightsVersionKey { get; init; }

    /// <summary>Blocks that must lie between two submissions of one validator.</summary>
    public ulong WeightsSetRateLimit { get; init; } = 100;

    /// <summary>Stake that a neuron needs to set weights and to count in consensus.</summary>
    public Balance StakeThreshold { get; init; }

    /// <summary>Blocks that must lie between two announcements of one axon.</summary>
    public ulong ServingRateLimit { get; init; } = 50;

    /// <summary>Blocks without an update after which a neuron counts as inactive.</summary>
    public ulong ActivityCutoff { get; init; } = 5000;

    /// <summary>Number of validator permits.</summary>
    public ushort MaxAllowedValidators { get; init; } = 128;

    /// <summary>Number of uids.</summary>
    public ushort MaxAllowedUids { get; init; } = 256;

    /// <summary>Blocks a new neuron cannot be replaced.</summary>
    public ushort ImmunityPeriod { get; init; } = 4096;

    /// <summary>Cost of a registration.</summary>
    public Balance BurnCost { get; init; } = new(1_000_000_000);

    /// <summary>Bond memory in millionths.</summary>
    public ulong BondsMovingAverage { get; init; } = 900_000;

    /// <summary>Penalty of out-of-consensus weights on bonds as a fraction of 65535.</summary>
    public ushort BondsPenalty { get; init; } = 65535;

    /// <summary>Weights go in as commit and reveal.</summary>
    public bool CommitRevealWeightsEnabled { get; init; }

    /// <summary>Epochs between the commit of weights and their reveal.</summary>
    public ulong CommitRevealPeriod { get; init; } = 1;

    /// <summary>Third version of Yuma consensus.</summary>
    public bool Yuma3Enabled { get; init; }

    /// <summary>Per-pair bond memory (Yuma 3).</summary>
    public bool LiquidAlphaEnabled { get; init; }

    /// <summary>Lower bound of liquid alpha as a fraction of 65535.</summary>
    public ushort AlphaLow { get; init; } = 45875;

    /// <summary>Upper bound of liquid alpha as a fraction of 65535.</summary>
    public ushort AlphaHigh { get; init; } = 58982;

    /// <summary>Steepness of liquid alpha's sigmoid in hundredths.</summary>
    public short AlphaSigmoidSteepness { get; init; } = 1000;

    /// <summary>Registration is open.</summary>
    public bool RegistrationAllowed { get; init; } = true;

    /// <summary>Registration by proof of work is open.</summary>
    public bool PowRegistrationAllowed { get; init; } = true;

    /// <summary>Hashes that a proof of work takes on average.</summary>
    public ulong Difficulty { get; init; } = 10_000_000;
}
