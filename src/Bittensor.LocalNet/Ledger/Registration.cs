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
        Subnet subnet = OpenSubnet(state, call.Netuid, rules => rules.RegistrationAllowed);
        RequireFree(subnet, call.Hotkey);
        RequireOwner(state, call.Hotkey, call.Coldkey);
        Balance price = subnet.Rules.BurnCost;
        ulong balance = state.BalanceOf(call.Coldkey);
        if (balance < price.Rao)
            throw new ChainException(
                "NotEnoughBalanceToStake",
                $"A registration costs {price}; {call.Coldkey} has {new Balance(balance)}.");
        ushort? replaced = UidToReplace(subnet, state.BlockNumber);

        state.Withdraw(call.Coldkey, price.Rao);
        state.Recycle(price.Rao);
        Enter(state, subnet, call.Hotkey, call.Coldkey, replaced, price, events);
    }

    /// <summary>register: the hotkey shows work over one of the newest blocks instead of paying.</summary>
    public static void ByWork(LedgerState state, Extrinsic.Register call, List<ChainEvent> events)
    {
        if (call.Signer != call.Hotkey)
            throw new ChainException(
                "TransactorAccountShouldBeHotKey", $"A hotkey registers itself by work: sign with {call.Hotkey}, not {call.Signer}.");
        Subnet subnet = OpenSubnet(state, call.Netuid, rules => rules.PowRegistrationAllowed);
        RequireFree(subnet, call.Hotkey);
        RequireWork(state, subnet.Rules.Difficulty, call);
        RequireOwner(state, call.Hotkey, call.Coldkey);
        ushort? replaced = UidToReplace(subnet, state.BlockNumber);

        state.UsedWork.Add(call.Work, state.BlockNumber);
        Enter(state, subnet, call.Hotkey, call.Coldkey, replaced, default, events);
    }

    private static Subnet OpenSubnet(LedgerState state, ushort netuid, Func<SubnetHyperparameters, bool> isOpen)
    {
        if (netuid == 0)
            throw new ChainException(
                "RegistrationNotPermittedOnRootSubnet",
                "The root network (netuid 0) takes no registrations; name a subnet.");
        Subnet subnet = state.GetSubnet(netuid);
        return isOpen(subnet.Rules)
            ? subnet
            : throw new ChainException("SubNetRegistrationDisabled", $"This way of registration on subnet {netuid} is closed by its owner.");
    }

    private static void RequireFree(Subnet subnet, AccountId hotkey)
    {
        if (subnet.FindUid(hotkey) is ushort known)
            throw new ChainException(
                "HotKeyAlreadyRegisteredInSubNet",
                $"The hotkey {hotkey} has uid {known} on subnet {subnet.Netuid} already.");
    }

    private static void RequireOwner(LedgerState state, AccountId hotkey, AccountId coldkey)
    {
        if (state.OwnerOf(hotkey) is AccountId owner && owner != coldkey)
            throw new ChainException(
                "NonAssociatedColdKey",
                $"The hotkey {hotkey} belongs to the coldkey {owner}, not to {coldkey}.");
    }

    private static void RequireWork(LedgerState state, ulong difficulty, Extrinsic.Register call)
    {
        if (call.BlockNumber > state.BlockNumber
            || state.BlockNumber - call.BlockNumber >= RegistrationWork.Lifetime
            || state.HashOf(call.BlockNumber) is not byte[] blockHash)
            throw new ChainException(
                "InvalidWorkBlock",
                $"The work is over block {call.BlockNumber}; in block {state.BlockNumber} it must be over one of the {RegistrationWork.Lifetime - 1} before.");
        if (call.Work.Length != RegistrationWork.SealLength || !RegistrationWork.Meets(call.Work.Span, difficulty))
            throw new ChainException("InvalidDifficulty", $"The work does not meet the difficulty {difficulty}; search on.");
        Span<byte> seal = stackalloc byte[RegistrationWork.SealLength];
        RegistrationWork.Seal(RegistrationWork.Challenge(blockHash, call.Hotkey), call.Nonce, seal);
        if (!seal.SequenceEqual(call.Work.Span))
            throw new ChainException(
                "InvalidSeal", $"The work is not the seal of nonce {call.Nonce} over block {call.BlockNumber} for {call.Hotkey}.");
        if (state.UsedWork.Contains(call.Work))
            throw new ChainException("InvalidSeal", "This work has registered a hotkey before; every registration takes its own.");
    }

    private static void Enter(
        LedgerState state, Subnet subnet, AccountId hotkey, AccountId coldkey, ushort? replaced, Balance price, List<ChainEvent> events)
    {
        state.SetOwner(hotkey, coldkey);
        if (replaced is ushort pruned)
            events.Add(new ChainEvent.NeuronPruned(subnet.Netuid, pruned, subnet.Neurons[pruned].Hotkey));
        ushort uid = Place(subnet, new Neuron(hotkey, state.BlockNumber), replaced);
        events.Add(new ChainEvent.NeuronRegistered(subnet.Netuid, uid, hotkey, price));
    }

    /// <summary>The uid that a newcomer takes over, or null while there are free ones.</summary>
    private static ushort? UidToReplace(Subnet subnet, ulong block) =>
        subnet.Neurons.Count < subnet.Rules.MaxAllowedUids ? null : UidToPrune(subnet, block);

    private static ushort Place(Subnet subnet, Neuron neuron, ushort? replaced)
    {
        if (replaced is not ushort uid)
            return subnet.Append(neuron);
        subnet.Update(uid, neuron);
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
