using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet;

/// <summary>How a local chain runs.</summary>
public sealed record LocalChainOptions
{
    /// <summary>Time between two blocks; 12 s on the real chain.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>When calls enter a block.</summary>
    public Sealing Sealing { get; init; } = Sealing.NextBlock;

    /// <summary>New amount that each block gives to each subnet. Constant: the local chain does not halve it.</summary>
    public Balance BlockEmission { get; init; } = new(Balance.RaoPerTao);

    /// <summary>The subnet owner's part of emission as a fraction of 65535; 18 %.</summary>
    public ushort SubnetOwnerCut { get; init; } = 11796;

    /// <summary>What a hotkey's owner keeps of the dividends of others who stake on it, as a fraction of 65535; 18 %.</summary>
    public ushort DelegateTake { get; init; } = 11796;

    /// <summary>Who may make calls as root; the development account Alice. Null for nobody.</summary>
    public AccountId? SudoKey { get; init; } = AccountId.Parse("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");

    /// <summary>Number of blocks whose events are kept.</summary>
    public int BlockHistory { get; init; } = 1024;
}
