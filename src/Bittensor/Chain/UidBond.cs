namespace Bittensor.Chain;

/// <summary>One entry of a validator's bonds as the chain stores them.</summary>
/// <param name="Uid">The miner that the bond is with.</param>
/// <param name="Bond">The bond as a fraction of 65535.</param>
public readonly record struct UidBond(ushort Uid, ushort Bond);
