using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet;

/// <summary>A call that an account makes on the chain. Who hands one in vouches for the signer: signatures are checked in front of
/// the ledger.</summary>
/// <param name="Signer">Account in whose name the call is made.</param>
public abstract record Extrinsic(AccountId Signer)
{
    /// <summary>The coldkey registers a hotkey on a subnet and pays the burn price.</summary>
    public sealed record BurnedRegister(AccountId Coldkey, ushort Netuid, AccountId Hotkey) : Extrinsic(Coldkey);

    /// <summary>The coldkey stakes free balance on a hotkey.</summary>
    public sealed record AddStake(AccountId Coldkey, ushort Netuid, AccountId Hotkey, Balance Amount) : Extrinsic(Coldkey);

    /// <summary>The coldkey takes its stake back from a hotkey.</summary>
    public sealed record RemoveStake(AccountId Coldkey, ushort Netuid, AccountId Hotkey, Balance Amount) : Extrinsic(Coldkey);

    /// <summary>Moves free balance.</summary>
    public sealed record Transfer(AccountId From, AccountId To, Balance Amount) : Extrinsic(From);

    /// <summary>The hotkey announces where it serves; the axon's own hotkey field is replaced by the signer.</summary>
    public sealed record ServeAxon(AccountId Hotkey, ushort Netuid, AxonInfo Axon) : Extrinsic(Hotkey);

    /// <summary>The hotkey weighs neurons: <paramref name="Values"/> on <paramref name="Uids"/>, two lists as on the chain.</summary>
    public sealed record SetWeights(
        AccountId Hotkey, ushort Netuid, IReadOnlyList<ushort> Uids, IReadOnlyList<ushort> Values, ulong VersionKey) : Extrinsic(Hotkey);
}
