using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>How subnets come to be.</summary>
internal static class SubnetCreation
{
    /// <summary>Creates a subnet without a lock cost; the owner's hotkey gets uid 0.</summary>
    /// <exception cref="ChainException">NonAssociatedColdKey: the hotkey belongs to another coldkey.</exception>
    public static ushort Create(
        LedgerState state, AccountId coldkey, AccountId hotkey, SubnetHyperparameters rules, List<ChainEvent> events)
    {
        if (state.OwnerOf(hotkey) is AccountId owner && owner != coldkey)
            throw new ChainException(
                "NonAssociatedColdKey", $"The hotkey {hotkey} belongs to the coldkey {owner}, not to {coldkey}.");
        var subnet = new Subnet(state.Journal, state.NextNetuid(), coldkey, hotkey, rules, state.BlockNumber);
        subnet.Append(new Neuron(hotkey, state.BlockNumber));
        state.SetOwner(hotkey, coldkey);
        state.AddSubnet(subnet);
        events.Add(new ChainEvent.SubnetCreated(subnet.Netuid, coldkey, hotkey));
        return subnet.Netuid;
    }
}
