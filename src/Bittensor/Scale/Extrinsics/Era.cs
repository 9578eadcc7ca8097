using System.Numerics;

namespace Bittensor.Scale.Extrinsics;

/// <summary>
/// How long an extrinsic is valid (Substrate's <c>sp_runtime::generic::Era</c>): forever, or for a period of blocks, a power of two
/// from 4 to
/// 65536, counted from the block whose number modulo the period is the phase.
/// </summary>
public readonly record struct Era
{
    private const ulong MinPeriod = 4;
    private const ulong MaxPeriod = 65536;

    private Era(ulong period, ulong phase)
    {
        Period = period;
        Phase = phase;
    }

    /// <summary>Valid forever.</summary>
    public static Era Immortal => default;

    /// <summary>Blocks that it is valid for; 0 if immortal.</summary>
    public ulong Period { get; }

    /// <summary>The birth block's number modulo the period, rounded down to what two bytes can say.</summary>
    public ulong Phase { get; }

    /// <summary>True if valid forever.</summary>
    public bool IsImmortal => Period == 0;

    /// <summary>
    /// Valid for at least <paramref name="period"/> blocks (rounded up to a power of two from 4 to 65536) from the current block on.
    /// </summary>
    /// <param name="period">Blocks.</param>
    /// <param name="current">Number of the current block.</param>
    public static Era Mortal(ulong period, ulong current)
    {
        ulong rounded = Math.Clamp(period > MaxPeriod ? MaxPeriod : BitOperations.RoundUpToPowerOf2(period), MinPeriod, MaxPeriod);
        ulong quantum = Quantum(rounded);
        return new Era(rounded, current % rounded / quantum * quantum);
    }

    /// <summary>
    /// Number of the first block in which it is valid, given a block of its life. The extrinsic's signature covers this block's hash.
    /// </summary>
    public ulong Birth(ulong current) => IsImmortal ? 0 : ((Math.Max(current, Phase) - Phase) / Period * Period) + Phase;

    /// <summary>Number of the first block in which it is no longer valid.</summary>
    public ulong Death(ulong current) => IsImmortal ? ulong.MaxValue : Birth(current) + Period;

    /// <summary>Reads an era: one byte 0, or two bytes.</summary>
    /// <exception cref="ScaleException">Not an era: a period below 4 or a phase beyond the period.</exception>
    public static Era Read(ref ScaleReader reader)
    {
        byte first = reader.ReadByte();
        if (first == 0)
            return Immortal;
        int encoded = first | (reader.ReadByte() << 8);
        ulong period = 2UL << (encoded & 15);
        ulong phase = (ulong)(encoded >> 4) * Quantum(period);
        return period >= MinPeriod && phase < period ? new Era(period, phase) : throw reader.Fail($"0x{encoded:x4} is no era", 2);
    }

    /// <summary>Writes the era.</summary>
    public void Write(ScaleWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (IsImmortal)
            writer.WriteByte(0);
        else
            writer.WriteUInt16((ushort)((BitOperations.TrailingZeroCount(Period) - 1) | (int)((Phase / Quantum(Period)) << 4)));
    }

    /// <summary>Twelve bits hold the phase, so long periods count in steps.</summary>
    private static ulong Quantum(ulong period) => Math.Max(period >> 12, 1);
}
