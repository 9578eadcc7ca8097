namespace Bittensor.Scale.Extrinsics;

/// <summary>What an extrinsic's signature covers besides the call.</summary>
public sealed record SigningContext
{
    /// <summary>The runtime's spec_version.</summary>
    public required uint SpecVersion { get; init; }

    /// <summary>The runtime's transaction_version.</summary>
    public required uint TransactionVersion { get; init; }

    /// <summary>Hash of block 0, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> GenesisHash { get; init; }

    /// <summary>How long the extrinsic is valid.</summary>
    public Era Era { get; init; } = Era.Immortal;

    /// <summary>Hash of the era's birth block, 32 bytes; not used when immortal, where the genesis hash takes its place.</summary>
    public ReadOnlyMemory<byte> BirthHash { get; init; }

    /// <summary>How many extrinsics the signer has had on the chain.</summary>
    public ulong Nonce { get; init; }

    /// <summary>What the signer adds to the fee, in rao.</summary>
    public UInt128 Tip { get; init; }
}
