using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>How hotkeys come to uids.</summary>
internal static class Registration
{
    /// <summary>burned_register: the coldkey pays the burn price, which is recycled; the hotkey gets a free uid, or that of the
    /// neuron that earns least.</summary>
    public static void Burned(LedgerState state, Extrinsic.BurnedRegister call, List<ChainEvent> events)
    {
        if (call.Netuid == 0)
            throw new ChainException(
                "RegistrationNotPermittedOnRootSubnet",
                "The root network (netuid 0) takes no registrations; name a subnet.");
        Subnet subnet = state.GetSubnet(call.Netuid);
        if (!subnet.Rules.RegistrationAllowed)
            throw new ChainException("SubNetRegistrationDisabled", $"Registration on subnet {call.Netuid} is closed by its owner.");
        if (subnet.FindUid(call.Hotkey) is ushort known)
            throw new ChainException(
                "HotKeyAlreadyRegisteredInSubNet",
                $"The hotkey {call.Hotkey} has uid {known} on subnet {call.Netuid} already.");
        if (state.OwnerOf(call.Hotkey) is AccountId owner && owner != call.Coldkey)
            throw new ChainException(
                "NonAssociatedColdKey",
                $"The hotkey {call.Hotkey} belongs to the coldkey {owner}, not to {call.Coldkey}.");
        Balance price = subnet.Rules.BurnCost;
        ulong balance = state.BalanceOf(call.Coldkey);
        if (balance < price.Rao)
            throw new ChainException(
                "NotEnoughBalanceToStake",
                $"A registration costs {price}; {call.Coldkey} has {new Balance(balance)}.");
        ushort? replaced = subnet.Neurons.Count < subnet.Rules.MaxAllowedUids ? null : UidToPrune(subnet, state.BlockNumber);

        state.Withdraw(call.Coldkey, price.Rao);
        state.Recycle(price.Rao);
        state.SetOwner(call.Hotkey, call.Coldkey);
        if (replaced is ushort pruned)
            events.Add(new ChainEvent.NeuronPruned(call.Netuid, pruned, subnet.Neurons[pruned].Hotkey));
        ushort uid = Place(subnet, new Neuron(call.Hotkey, state.BlockNumber), replaced);
        events.Add(new ChainEvent.NeuronRegistered(call.Netuid, uid, call.Hotkey, price));
    }

    private static ushort Place(Subnet subnet, Neuron neuron, ushort? replaced)
    {
        if (replaced is not ushort uid)
            return subnet.Append(neuron);
        subnet.Replace(uid, neuron);
        return uid;
    }

    /// <summary>Least emission first, then the oldest registration, then the lowest uid; the owner's and the immune neurons stay.</summary>
    private static ushort UidToPrune(Subnet subnet, ulong block)
    {
        (int Uid, Neuron Neuron)[] candidates =
        [
            .. subnet.Neurons.Index()
                .Where(entry => entry.Item.Hotkey != subnet.OwnerHotkey && block - entry.Item.RegisteredAt >= subnet.Rules.ImmunityPeriod),
        ];
        if (candidates.Length == 0)
            throw new ChainException(
                "NoNeuronIdAvailable",
                $"All {subnet.Neurons.Count} uids of subnet {subnet.Netuid} are taken and within their immunity period of {subnet.Rules.ImmunityPeriod} blocks; try later.");
        return (ushort)candidates.MinBy(entry => (entry.Neuron.LastPaid, entry.Neuron.RegisteredAt, entry.Uid)).Uid;
    }
}
