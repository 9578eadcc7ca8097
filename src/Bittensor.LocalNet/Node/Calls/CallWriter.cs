using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Bittensor.Chain;
using Bittensor.LocalNet.Ledger;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>Writes the extrinsics of a block. Calls that did not come through the node, from within the process, have no signature and
/// stand as bare extrinsics.</summary>
internal static class CallWriter
{
    /// <summary>The inherent that sets the time.</summary>
    public static byte[] Timestamp(RuntimeMetadata metadata, DateTimeOffset time) =>
        ExtrinsicFormat.EncodeBare(metadata.EncodeCall("Timestamp", "set", (ulong)time.ToUnixTimeMilliseconds()));

    public static byte[] Write(RuntimeMetadata metadata, Extrinsic extrinsic)
    {
        if (extrinsic is Extrinsic.Signed signed)
            return signed.Encoded.ToArray();
        return ExtrinsicFormat.EncodeBare(WriteCall(metadata, extrinsic));
    }

    /// <summary>The call alone.</summary>
    public static byte[] WriteCall(RuntimeMetadata metadata, Extrinsic extrinsic) =>
        metadata.Types.Encode(metadata.Extrinsic.CallType, Call(extrinsic).ToValue());

    private static DecodedCall Call(Extrinsic extrinsic) => extrinsic switch
    {
        Extrinsic.SetWeights c => Subtensor(
            "set_weights", ("netuid", c.Netuid), ("dests", c.Uids), ("weights", c.Values), ("version_key", c.VersionKey)),
        Extrinsic.CommitWeights c => Subtensor("commit_weights", ("netuid", c.Netuid), ("commit_hash", c.CommitHash)),
        Extrinsic.RevealWeights c => Subtensor(
            "reveal_weights",
            ("netuid", c.Netuid),
            ("uids", c.Uids),
            ("values", c.Values),
            ("salt", c.Salt),
            ("version_key", c.VersionKey)),
        Extrinsic.Register c => Subtensor(
            "register",
            ("netuid", c.Netuid),
            ("block_number", c.BlockNumber),
            ("nonce", c.Nonce),
            ("work", c.Work),
            ("hotkey", c.Hotkey),
            ("coldkey", c.Coldkey)),
        Extrinsic.ServeAxon c => Subtensor("serve_axon", Axon(c.Netuid, c.Axon)),
        Extrinsic.ServeAxonTls c => Subtensor("serve_axon_tls", [.. Axon(c.Netuid, c.Axon), ("certificate", c.Certificate)]),
        Extrinsic.ServePrometheus c => Subtensor("serve_prometheus", Prometheus(c.Netuid, c.Endpoint)),
        Extrinsic.BurnedRegister c => Subtensor("burned_register", ("netuid", c.Netuid), ("hotkey", c.Hotkey)),
        Extrinsic.AddStake c => Subtensor("add_stake", ("hotkey", c.Hotkey), ("netuid", c.Netuid), ("amount_staked", c.Amount.Rao)),
        Extrinsic.RemoveStake c => Subtensor(
            "remove_stake", ("hotkey", c.Hotkey), ("netuid", c.Netuid), ("amount_unstaked", c.Amount.Rao)),
        Extrinsic.AddStakeLimit c => Subtensor(
            "add_stake_limit",
            ("hotkey", c.Hotkey),
            ("netuid", c.Netuid),
            ("amount_staked", c.Amount.Rao),
            ("limit_price", c.LimitPrice.Rao),
            ("allow_partial", c.AllowPartial)),
        Extrinsic.RemoveStakeLimit c => Subtensor(
            "remove_stake_limit",
            ("hotkey", c.Hotkey),
            ("netuid", c.Netuid),
            ("amount_unstaked", c.Amount.Rao),
            ("limit_price", c.LimitPrice.Rao),
            ("allow_partial", c.AllowPartial)),
        Extrinsic.SwapHotkey c => Subtensor(
            "swap_hotkey", ("hotkey", c.OldHotkey), ("new_hotkey", c.NewHotkey), ("netuid", c.Netuid)),
        Extrinsic.RegisterNetwork c => Subtensor("register_network", ("hotkey", c.Hotkey)),
        Extrinsic.Transfer c => New("Balances", "transfer_keep_alive", ("dest", Address(c.To)), ("value", c.Amount.Rao)),
        Extrinsic.TransferAll c => New("Balances", "transfer_all", ("dest", Address(c.To)), ("keep_alive", false)),
        Extrinsic.SetHyperparameter c => new DecodedCall("AdminUtils", c.Call, ScaleValue.From(RuleArguments(c))),
        Extrinsic.SetCommitRevealVersion c => New("AdminUtils", "sudo_set_commit_reveal_version", ("version", c.Version)),
        Extrinsic.SetBalance c => New("Balances", "force_set_balance", ("who", Address(c.Account)), ("new_free", c.Free.Rao)),
        Extrinsic.Remark c => New("System", c.WithEvent ? "remark_with_event" : "remark", ("remark", c.Text)),
        Extrinsic.Batch c => New(
            "Utility",
            c.Kind switch
            {
                BatchKind.UntilFailure => "batch",
                BatchKind.AllOrNothing => "batch_all",
                _ => "force_batch",
            },
            ("calls", c.Calls.Select(call => Call(call).ToValue()))),
        Extrinsic.Sudo c => New("Sudo", "sudo", ("call", Call(c.Call).ToValue())),
        Extrinsic.Signed c => Call(c.Call),
        _ => throw new NotSupportedException($"The call {extrinsic.GetType().Name} has no form on the chain."),
    };

    private static (string, object?)[] Axon(ushort netuid, AxonInfo axon) =>
    [
        ("netuid", netuid),
        ("version", axon.Version),
        ("ip", Number(axon.Address)),
        // A port that is none is written as 0, which is refused alike.
        ("port", axon.Port is > 0 and <= ushort.MaxValue ? axon.Port : 0),
        ("ip_type", IpType(axon.Address)),
        ("protocol", axon.Protocol),
        ("placeholder1", 0),
        ("placeholder2", 0),
    ];

    private static (string, object?)[] Prometheus(ushort netuid, PrometheusInfo endpoint) =>
    [
        ("netuid", netuid),
        ("version", endpoint.Version),
        ("ip", Number(endpoint.Address)),
        ("port", endpoint.Port),
        ("ip_type", IpType(endpoint.Address)),
    ];

    /// <summary>An address is a number on the chain, IPv4 in the lowest 32 bits.</summary>
    public static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(IpType(address) == 4 ? bytes[12..] : bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>4 or 6.</summary>
    public static int IpType(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;

    /// <summary>The netuid, then the values; in the order of the call's fields.</summary>
    private static object[] RuleArguments(Extrinsic.SetHyperparameter call) =>
    [
        call.Netuid,
        .. call.Values.Select(value => (object)(RuleChange.All.TryGetValue(call.Call, out RuleChange? change) && change.IsSwitch ? value != 0 : value)),
    ];

    private static ScaleValue Address(Crypto.AccountId account) => ScaleValue.Variant("Id", account);

    private static DecodedCall Subtensor(string call, params (string, object?)[] arguments) => New("SubtensorModule", call, arguments);

    private static DecodedCall New(string pallet, string call, params (string, object?)[] arguments) =>
        new(pallet, call, ScaleValue.Struct(arguments));
}
