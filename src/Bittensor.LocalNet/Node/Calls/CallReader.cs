using System.Buffers.Binary;
using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>Translates decoded calls into the ledger's.</summary>
internal static class CallReader
{
    /// <summary>The ledger's call in the name of the signer.</summary>
    /// <exception cref="NotSupportedException">Nobody may sign this call, or an address in it names no account.</exception>
    public static Extrinsic Read(AccountId signer, DecodedCall call)
    {
        ScaleValue a = call.Arguments;
        return (call.Pallet, call.Call) switch
        {
            ("SubtensorModule", "set_weights") => new Extrinsic.SetWeights(
                signer, a["netuid"].AsUInt16(), Numbers(a["dests"]), Numbers(a["weights"]), a["version_key"].AsUInt64()),
            ("SubtensorModule", "commit_weights") => new Extrinsic.CommitWeights(
                signer, a["netuid"].AsUInt16(), a["commit_hash"].AsBytes()),
            ("SubtensorModule", "reveal_weights") => new Extrinsic.RevealWeights(
                signer,
                a["netuid"].AsUInt16(),
                Numbers(a["uids"]),
                Numbers(a["values"]),
                Numbers(a["salt"]),
                a["version_key"].AsUInt64()),
            ("SubtensorModule", "register") => new Extrinsic.Register(
                signer,
                a["netuid"].AsUInt16(),
                a["block_number"].AsUInt64(),
                a["nonce"].AsUInt64(),
                a["work"].AsBytes(),
                a["hotkey"].AsAccountId(),
                a["coldkey"].AsAccountId()),
            ("SubtensorModule", "serve_axon") => new Extrinsic.ServeAxon(signer, a["netuid"].AsUInt16(), Axon(signer, a)),
            ("SubtensorModule", "serve_axon_tls") => new Extrinsic.ServeAxonTls(
                signer, a["netuid"].AsUInt16(), Axon(signer, a), a["certificate"].AsBytes()),
            ("SubtensorModule", "serve_prometheus") => new Extrinsic.ServePrometheus(
                signer,
                a["netuid"].AsUInt16(),
                new PrometheusInfo(
                    Address(a["ip"].AsUInt128(), a["ip_type"].AsInt32()), a["port"].AsUInt16(), (uint)a["version"].AsUInt64())),
            ("SubtensorModule", "burned_register") => new Extrinsic.BurnedRegister(
                signer, a["netuid"].AsUInt16(), a["hotkey"].AsAccountId()),
            ("SubtensorModule", "add_stake") => new Extrinsic.AddStake(
                signer, a["netuid"].AsUInt16(), a["hotkey"].AsAccountId(), Amount(a["amount_staked"])),
            ("SubtensorModule", "remove_stake") => new Extrinsic.RemoveStake(
                signer, a["netuid"].AsUInt16(), a["hotkey"].AsAccountId(), Amount(a["amount_unstaked"])),
            ("SubtensorModule", "add_stake_limit") => new Extrinsic.AddStakeLimit(
                signer,
                a["netuid"].AsUInt16(),
                a["hotkey"].AsAccountId(),
                Amount(a["amount_staked"]),
                Amount(a["limit_price"]),
                a["allow_partial"].AsBool()),
            ("SubtensorModule", "remove_stake_limit") => new Extrinsic.RemoveStakeLimit(
                signer,
                a["netuid"].AsUInt16(),
                a["hotkey"].AsAccountId(),
                Amount(a["amount_unstaked"]),
                Amount(a["limit_price"]),
                a["allow_partial"].AsBool()),
            ("SubtensorModule", "swap_hotkey") => new Extrinsic.SwapHotkey(
                signer,
                a["hotkey"].AsAccountId(),
                a["new_hotkey"].AsAccountId(),
                a["netuid"] is { IsNull: false } netuid ? netuid.AsUInt16() : null),
            ("SubtensorModule", "register_network") => new Extrinsic.RegisterNetwork(signer, a["hotkey"].AsAccountId()),
            ("Balances", "transfer_allow_death" or "transfer_keep_alive") => new Extrinsic.Transfer(
                signer, Account(a["dest"]), Amount(a["value"])),
            ("Balances", "transfer_all") => new Extrinsic.TransferAll(signer, Account(a["dest"])),
            ("Balances", "force_set_balance") => new Extrinsic.SetBalance(signer, Account(a["who"]), Amount(a["new_free"])),
            ("System", "remark") => new Extrinsic.Remark(signer, a["remark"].AsBytes(), WithEvent: false),
            ("System", "remark_with_event") => new Extrinsic.Remark(signer, a["remark"].AsBytes(), WithEvent: true),
            ("Utility", "batch") => new Extrinsic.Batch(signer, Calls(signer, a["calls"]), BatchKind.UntilFailure),
            ("Utility", "batch_all") => new Extrinsic.Batch(signer, Calls(signer, a["calls"]), BatchKind.AllOrNothing),
            ("Utility", "force_batch") => new Extrinsic.Batch(signer, Calls(signer, a["calls"]), BatchKind.Each),
            ("AdminUtils", "sudo_set_commit_reveal_version") => new Extrinsic.SetCommitRevealVersion(signer, a["version"].AsUInt16()),
            ("AdminUtils", _) => new Extrinsic.SetHyperparameter(signer, call.Call, a["netuid"].AsUInt16(), RuleValues(a)),
            ("Sudo", "sudo") => new Extrinsic.Sudo(signer, Read(signer, DecodedCall.From(a["call"])!)),
            _ => throw new NotSupportedException($"The call {call.Pallet}.{call.Call} cannot be signed."),
        };
    }

    /// <summary>What follows the netuid: numbers, or a switch as 0 or 1.</summary>
    private static Int128[] RuleValues(ScaleValue arguments) =>
    [
        .. ((ScaleComposite)arguments).Fields.Skip(1)
            .Select(field => field.Value is ScaleBool { Value: var on } ? (on ? Int128.One : Int128.Zero) : (Int128)field.Value.AsInteger()),
    ];

    private static Extrinsic[] Calls(AccountId signer, ScaleValue calls) =>
        [.. calls.Items.Select(call => Read(signer, DecodedCall.From(call)!))];

    private static ushort[] Numbers(ScaleValue values) => [.. values.Items.Select(value => value.AsUInt16())];

    private static Balance Amount(ScaleValue value) => new(value.AsUInt64());

    private static AccountId Account(ScaleValue address) => address is ScaleVariant { Name: "Id" or "Address32" } id
        ? id.Value.AsAccountId()
        : throw new NotSupportedException($"The address {address} names no account: give its 32 bytes as Id.");

    private static AxonInfo Axon(AccountId hotkey, ScaleValue a) => new(
        hotkey,
        Address(a["ip"].AsUInt128(), a["ip_type"].AsInt32()),
        a["port"].AsUInt16(),
        (uint)a["version"].AsUInt64(),
        (byte)a["protocol"].AsInt32());

    /// <summary>The address behind its number. What is no address of its type becomes one that the ledger refuses.</summary>
    private static IPAddress Address(UInt128 number, int type)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return type switch
        {
            4 => number <= uint.MaxValue ? new IPAddress(bytes[12..]) : IPAddress.Any,
            6 => new IPAddress(bytes),
            _ => IPAddress.IPv6Any,
        };
    }
}
