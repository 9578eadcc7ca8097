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

    /// <summary>Stakes if alpha costs at most the limit price.</summary>
    public sealed record AddStakeLimit(
        AccountId Coldkey, ushort Netuid, AccountId Hotkey, Balance Amount, Balance LimitPrice, bool AllowPartial) : Extrinsic(Coldkey);

    /// <summary>Takes stake back if alpha brings at least the limit price.</summary>
    public sealed record RemoveStakeLimit(
        AccountId Coldkey, ushort Netuid, AccountId Hotkey, Balance Amount, Balance LimitPrice, bool AllowPartial) : Extrinsic(Coldkey);

    /// <summary>Moves free balance.</summary>
    public sealed record Transfer(AccountId From, AccountId To, Balance Amount) : Extrinsic(From);

    /// <summary>The hotkey announces where it serves; the axon's own hotkey field is replaced by the signer.</summary>
    public sealed record ServeAxon(AccountId Hotkey, ushort Netuid, AxonInfo Axon) : Extrinsic(Hotkey);

    /// <summary>The hotkey announces where it serves over TLS, with the certificate that proves it.</summary>
    public sealed record ServeAxonTls(AccountId Hotkey, ushort Netuid, AxonInfo Axon, ReadOnlyMemory<byte> Certificate) : Extrinsic(Hotkey);

    /// <summary>The hotkey announces where its measurements can be read.</summary>
    public sealed record ServePrometheus(AccountId Hotkey, ushort Netuid, PrometheusInfo Endpoint) : Extrinsic(Hotkey);

    /// <summary>The hotkey weighs neurons: <paramref name="Values"/> on <paramref name="Uids"/>, two lists as on the chain.</summary>
    public sealed record SetWeights(
        AccountId Hotkey, ushort Netuid, IReadOnlyList<ushort> Uids, IReadOnlyList<ushort> Values, ulong VersionKey) : Extrinsic(Hotkey);

    /// <summary>The hotkey commits to weights that it will reveal later; the hash is that of
    /// <see cref="Weights.WeightCommitment"/>.</summary>
    public sealed record CommitWeights(AccountId Hotkey, ushort Netuid, ReadOnlyMemory<byte> CommitHash) : Extrinsic(Hotkey);

    /// <summary>The hotkey reveals what it has committed to, which sets the weights.</summary>
    public sealed record RevealWeights(
        AccountId Hotkey,
        ushort Netuid,
        IReadOnlyList<ushort> Uids,
        IReadOnlyList<ushort> Values,
        IReadOnlyList<ushort> Salt,
        ulong VersionKey) : Extrinsic(Hotkey);

    /// <summary>The hotkey registers itself by proof of work; see <see cref="RegistrationWork"/>. <paramref name="BlockNumber"/> is the
    /// block on whose hash the work was done, <paramref name="Work"/> the seal of <paramref name="Nonce"/>.</summary>
    public sealed record Register(
        AccountId Signer, ushort Netuid, ulong BlockNumber, ulong Nonce, ReadOnlyMemory<byte> Work, AccountId Hotkey, AccountId Coldkey)
        : Extrinsic(Signer);

    /// <summary>Moves all free balance.</summary>
    public sealed record TransferAll(AccountId From, AccountId To) : Extrinsic(From);

    /// <summary>Creates a subnet with the default rules; the hotkey becomes its uid 0. It costs nothing here.</summary>
    public sealed record RegisterNetwork(AccountId Coldkey, AccountId Hotkey) : Extrinsic(Coldkey);

    /// <summary>A new hotkey takes the place of an old one of the same coldkey, on one subnet or, without a netuid, on all.</summary>
    public sealed record SwapHotkey(AccountId Coldkey, AccountId OldHotkey, AccountId NewHotkey, ushort? Netuid) : Extrinsic(Coldkey);

    /// <summary>Changes one rule of a subnet: a call <c>sudo_set_…</c> of the pallet AdminUtils with its values, in order; true is 1. For root
    /// within <see cref="Sudo"/>, some of them for the subnet's owner too.</summary>
    public sealed record SetHyperparameter(AccountId Author, string Call, ushort Netuid, IReadOnlyList<Int128> Values) : Extrinsic(Author);

    /// <summary>Root says how weights are to be committed: version 4 means under a time lock, which this chain itself does not take, lower
    /// ones under a salted hash. Only within <see cref="Sudo"/>.</summary>
    public sealed record SetCommitRevealVersion(AccountId Root, ushort Version) : Extrinsic(Root);

    /// <summary>Root sets a free balance: what a faucet is made of. Only within <see cref="Sudo"/>.</summary>
    public sealed record SetBalance(AccountId Root, AccountId Account, Balance Free) : Extrinsic(Root);

    /// <summary>Puts bytes into a block, with an event or without.</summary>
    public sealed record Remark(AccountId Author, ReadOnlyMemory<byte> Text, bool WithEvent) : Extrinsic(Author);

    /// <summary>Makes calls one after another.</summary>
    public sealed record Batch(AccountId Author, IReadOnlyList<Extrinsic> Calls, BatchKind Kind) : Extrinsic(Author);

    /// <summary>Makes a call as root; only <see cref="LocalChainOptions.SudoKey"/> may.</summary>
    public sealed record Sudo(AccountId Key, Extrinsic Call) : Extrinsic(Key);

    /// <summary>A call whose signature was checked: it takes the signer's next nonce and pays the fee, carried out or refused.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Nonce">The nonce that must be the signer's next.</param>
    /// <param name="Fee">What it costs, with the tip.</param>
    /// <param name="Tip">The tip within the fee.</param>
    /// <param name="Encoded">The extrinsic as it was received.</param>
    public sealed record Signed(Extrinsic Call, uint Nonce, Balance Fee, Balance Tip, ReadOnlyMemory<byte> Encoded)
        : Extrinsic(Call.Signer);
}
