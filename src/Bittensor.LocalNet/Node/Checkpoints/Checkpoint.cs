using System.Text.Json;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Checkpoints;

/// <summary>The chain as it was behind a block: what is needed to go on from there without the blocks before.</summary>
/// <param name="Time">The block's time.</param>
/// <param name="LogPosition">Where the block's own line begins in the log.</param>
/// <param name="Hashes">Hashes of the newest blocks up to this one, oldest first; the state of later blocks tells them.</param>
/// <param name="State">The ledger.</param>
internal sealed record Checkpoint(DateTimeOffset Time, long LogPosition, IReadOnlyList<BlockHash> Hashes, LedgerState State)
{
    /// <summary>What the file begins with, behind its checksum: a name, then the version of what follows.</summary>
    private const string Magic = "audiosubnet checkpoint 1\n";

    private const int ChecksumLength = 32;

    public ulong Number => State.BlockNumber;

    public BlockHash Hash => Hashes[^1];

    /// <summary>A checksum over all that follows, and the checkpoint.</summary>
    public byte[] ToBytes()
    {
        using var writer = new ScaleWriter(1 << 16);
        writer.WriteString(Magic);
        writer.WriteUInt64((ulong)Time.ToUnixTimeMilliseconds());
        writer.WriteUInt64((ulong)LogPosition);
        writer.WriteLength(Hashes.Count);
        foreach (BlockHash hash in Hashes)
            writer.WriteBytes(hash.Bytes);
        LedgerWriter.Write(writer, State);
        return [.. Checksum(writer.Written), .. writer.Written];
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of another version.</exception>
    public static Checkpoint Read(ReadOnlySpan<byte> bytes, AccountId? sudoKey)
    {
        if (bytes.Length <= ChecksumLength || !bytes[..ChecksumLength].SequenceEqual(Checksum(bytes[ChecksumLength..])))
            throw new InvalidDataException("its checksum does not hold");
        try
        {
            var reader = new ScaleReader(bytes[ChecksumLength..]);
            if (reader.ReadString() != Magic)
                throw new InvalidDataException("another version has written it");
            var time = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
            long position = reader.ReadInt64();
            var hashes = new BlockHash[reader.ReadLength(BlockHash.Length)];
            for (int i = 0; i < hashes.Length; i++)
                hashes[i] = new BlockHash(reader.ReadBytes(BlockHash.Length).ToArray());
            LedgerState state = LedgerReader.Read(ref reader, sudoKey);
            reader.ExpectEnd();
            return hashes.Length > 0 ? new Checkpoint(time, position, hashes, state) : throw new InvalidDataException("it names no block");
        }
        catch (Exception exception) when (exception is ScaleException or JsonException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static byte[] Checksum(ReadOnlySpan<byte> bytes) => Crypto.Hashes.Blake2b256(bytes);
}
