using Bittensor.Chain;

namespace Bittensor.LocalNet.Consensus;

/// <summary>What an epoch decides about one neuron. Proportions are fractions of 65535, amounts are rao.</summary>
/// <param name="StakeWeight">Share of the subnet's stake.</param>
/// <param name="Consensus">Largest weight that validators with at least kappa of the active stake give or exceed.</param>
/// <param name="Incentive">Share of what miners earn.</param>
/// <param name="Dividends">Share of what validators earn.</param>
/// <param name="ValidatorTrust">Sum of its weights that survived clipping.</param>
/// <param name="ValidatorPermit">May weigh others until the next epoch.</param>
/// <param name="Active">Has set weights within the activity cutoff.</param>
/// <param name="ServerEmission">Earned as a miner.</param>
/// <param name="ValidatorEmission">Earned as a validator.</param>
/// <param name="Emission">Earned in all.</param>
/// <param name="Bonds">Bonds to remember: pairs of uid and bond as a fraction of 65535.</param>
public sealed record YumaOutcome(
    ushort StakeWeight,
    ushort Consensus,
    ushort Incentive,
    ushort Dividends,
    ushort ValidatorTrust,
    bool ValidatorPermit,
    bool Active,
    ulong ServerEmission,
    ulong ValidatorEmission,
    ulong Emission,
    IReadOnlyList<UidWeight> Bonds);
