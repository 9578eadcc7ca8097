using System.Security.Cryptography;
using Bittensor.Crypto;
using Bittensor.Weights;

namespace Bittensor.Chain.Rpc.Reveals;

/// <summary>Committed weights with all that their reveal takes.</summary>
internal sealed record WeightCommit
{
    /// <summary>Words of salt: 256 bits, far beyond guessing.</summary>
    private const int SaltWords = 16;

    /// <summary>The commitment, as 0x-hex.</summary>
    public required string Hash { get; init; }

    public required IReadOnlyList<ushort> Uids { get; init; }

    public required IReadOnlyList<ushort> Values { get; init; }

    public required IReadOnlyList<ushort> Salt { get; init; }

    public required ulong VersionKey { get; init; }

    /// <summary>From this block on a commit that is in none will never be in one.</summary>
    public required ulong VoidFrom { get; init; }

    /// <summary>Block that holds the commit, once it is known.</summary>
    public ulong? CommittedAt { get; init; }

    /// <summary>After a refusal, the block from which on the reveal is tried again.</summary>
    public ulong NotBefore { get; init; }

    /// <summary>A commit under a fresh salt.</summary>
    public static WeightCommit Create(ushort netuid, AccountId hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, ulong voidFrom)
    {
        var commit = new WeightCommit
        {
            Hash = "",
            Uids = [.. weights.Select(weight => weight.Uid)],
            Values = [.. weights.Select(weight => weight.Weight)],
            Salt = [.. Enumerable.Range(0, SaltWords).Select(_ => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1))],
            VersionKey = versionKey,
            VoidFrom = voidFrom,
        };
        return commit with { Hash = commit.ComputeHash(netuid, hotkey) };
    }

    /// <summary>The hash that the chain compares.</summary>
    /// <exception cref="ArgumentException">Not as many weights as uids.</exception>
    public string ComputeHash(ushort netuid, AccountId hotkey) =>
        RpcJson.Hex(WeightCommitment.Hash(hotkey, netuid, [.. Uids], [.. Values], [.. Salt], VersionKey));

    public PendingReveal ToPendingReveal() =>
        new(Hash, [.. Uids.Zip(Values, (uid, value) => new UidWeight(uid, value))], VersionKey, CommittedAt);
}
