using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Weights;

/// <summary>
/// The hash that commit_weights puts on the chain and reveal_weights must match: BLAKE2b-256 of the SCALE tuple (hotkey, netuid, uids,
/// values, salt, version key), as the pallet computes it.
/// </summary>
public static class WeightCommitment
{
    /// <summary>The commitment to weights; 32 bytes.</summary>
    /// <param name="hotkey">Who sets the weights.</param>
    /// <param name="netuid">The subnet; with mechanisms the storage index, netuid + 4096 · mechanism.</param>
    /// <param name="uids">The uids, as they will be revealed.</param>
    /// <param name="values">A weight for each uid.</param>
    /// <param name="salt">Random words that keep the weights from being guessed.</param>
    /// <param name="versionKey">The version key, as it will be revealed.</param>
    /// <exception cref="ArgumentException">Not as many weights as uids.</exception>
    public static byte[] Hash(
        AccountId hotkey,
        ushort netuid,
        ReadOnlySpan<ushort> uids,
        ReadOnlySpan<ushort> values,
        ReadOnlySpan<ushort> salt,
        ulong versionKey)
    {
        if (uids.Length != values.Length)
            throw new ArgumentException($"There are {uids.Length} uids and {values.Length} weights.", nameof(values));
        using var writer = new ScaleWriter(64 + (2 * (uids.Length + values.Length + salt.Length)));
        writer.WriteAccountId(hotkey);
        writer.WriteUInt16(netuid);
        writer.WriteUInt16Vector(uids);
        writer.WriteUInt16Vector(values);
        writer.WriteUInt16Vector(salt);
        writer.WriteUInt64(versionKey);
        return Hashes.Blake2b256(writer.Written);
    }
}
