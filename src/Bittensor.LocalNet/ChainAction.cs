using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet;

/// <summary>Something that whoever holds the chain did at once, outside of calls; see <see cref="LocalChain.Fund"/> and the like.</summary>
internal abstract record ChainAction
{
    private ChainAction()
    {
    }

    /// <summary>Does it again.</summary>
    public abstract void Apply(LocalChain chain);

    public sealed record Fund(AccountId Account, Balance Amount) : ChainAction
    {
        public override void Apply(LocalChain chain) => chain.Fund(Account, Amount);
    }

    public sealed record CreateSubnet(AccountId Coldkey, AccountId Hotkey, SubnetHyperparameters Rules) : ChainAction
    {
        public override void Apply(LocalChain chain) => chain.CreateSubnet(Coldkey, Hotkey, Rules);
    }

    public sealed record SetRules(ushort Netuid, SubnetHyperparameters Rules) : ChainAction
    {
        public override void Apply(LocalChain chain) => chain.SetHyperparameters(Netuid, Rules);
    }
}
