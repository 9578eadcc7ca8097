using System.Net;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

/// <summary>The calls of the client's methods, with their arguments by name: the metadata decides on their order and their types.</summary>
internal static class SubtensorCalls
{
    private const string Pallet = "SubtensorModule";

    public static ChainCall AddStakeLimit(ushort netuid, AccountId hotkey, Balance amount, Balance limitPrice, bool allowPartial) => Call(
        "add_stake_limit",
        ("hotkey", hotkey), ("netuid", netuid), ("amount_staked", amount.Rao), ("limit_price", limitPrice.Rao), ("allow_partial", allowPartial));

    public static ChainCall RemoveStakeLimit(ushort netuid, AccountId hotkey, Balance amount, Balance limitPrice, bool allowPartial) => Call(
        "remove_stake_limit",
        ("hotkey", hotkey), ("netuid", netuid), ("amount_unstaked", amount.Rao), ("limit_price", limitPrice.Rao), ("allow_partial", allowPartial));

    public static ChainCall ServeAxon(ushort netuid, AxonInfo axon) => Call("serve_axon", AxonArguments(netuid, axon));

    public static ChainCall ServeAxonTls(ushort netuid, AxonInfo axon, ReadOnlyMemory<byte> certificate) =>
        Call("serve_axon_tls", [.. AxonArguments(netuid, axon), ("certificate", certificate.ToArray())]);

    public static ChainCall ServePrometheus(ushort netuid, IPEndPoint endpoint, uint version)
    {
        (UInt128 ip, byte kind) = AxonAddress.ToChain(endpoint.Address);
        return Call("serve_prometheus", ("netuid", netuid), ("version", version), ("ip", ip), ("port", endpoint.Port), ("ip_type", kind));
    }

    /// <summary>Runtimes before spring 2025 have no argument for the subnet; it is left out unless it is named.</summary>
    public static ChainCall SwapHotkey(AccountId hotkey, AccountId newHotkey, ushort? netuid) => netuid is { } one
        ? Call("swap_hotkey", ("hotkey", hotkey), ("new_hotkey", newHotkey), ("netuid", one))
        : Call("swap_hotkey", ("hotkey", hotkey), ("new_hotkey", newHotkey));

    /// <exception cref="ArgumentOutOfRangeException">A share outside 0..1.</exception>
    public static ChainCall SetChildren(ushort netuid, AccountId hotkey, IReadOnlyList<(AccountId Child, double Share)> children)
    {
        object?[] shares = [.. children.Select(child => (object?)(Proportion(child.Share), child.Child))];
        return Call("set_children", ("hotkey", hotkey), ("netuid", netuid), ("children", shares));
    }

    public static ChainCall Register(ushort netuid, SolvedWork work, AccountId hotkey, AccountId coldkey) => Call(
        "register",
        ("netuid", netuid), ("block_number", work.Block), ("nonce", work.Nonce), ("work", work.Seal.ToArray()), ("hotkey", hotkey), ("coldkey", coldkey));

    public static ChainCall CommitWeights(ushort netuid, string hash) => Call("commit_weights", ("netuid", netuid), ("commit_hash", hash));

    public static ChainCall RevealWeights(
        ushort netuid, IReadOnlyList<ushort> uids, IReadOnlyList<ushort> values, IReadOnlyList<ushort> salt, ulong versionKey) => Call(
        "reveal_weights", ("netuid", netuid), ("uids", uids), ("values", values), ("salt", salt), ("version_key", versionKey));

    /// <summary>A call of the pallet with its arguments by name, in any order.</summary>
    public static ChainCall Call(string name, params IEnumerable<(string Name, object? Value)> arguments) =>
        new(Pallet, name, ScaleValue.Struct(arguments));

    private static IEnumerable<(string Name, object? Value)> AxonArguments(ushort netuid, AxonInfo axon)
    {
        (UInt128 ip, byte kind) = AxonAddress.ToChain(axon.Address);
        return
        [
            ("netuid", netuid), ("version", axon.Version), ("ip", ip), ("port", axon.Port), ("ip_type", kind), ("protocol", axon.Protocol),
            ("placeholder1", 0), ("placeholder2", 0),
        ];
    }

    /// <summary>The chain counts in parts of 2^64 - 1. Decimal, so that shares of 1 in all do not exceed it by rounding.</summary>
    private static ulong Proportion(double share) => share is >= 0 and <= 1
        ? decimal.ToUInt64((decimal)share * ulong.MaxValue)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share of stake lies between 0 and 1.");
}
