using System.Numerics;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Tests.Scale;

[Trait("Area", "chain")]
public sealed class ScaleReaderTests
{
    [Fact]
    public void What_is_written_is_read_back_in_order()
    {
        using Keypair alice = Keypair.FromUri("//Alice");
        using var writer = new ScaleWriter(capacity: 1);
        writer.WriteByte(200);
        writer.WriteBool(true);
        writer.WriteUInt16(60_000);
        writer.WriteUInt32(4_000_000_000);
        writer.WriteUInt64(ulong.MaxValue);
        writer.WriteUInt128(UInt128.MaxValue - 1);
        writer.WriteInteger(-2, 1, signed: true);
        writer.WriteInteger(-300, 2, signed: true);
        writer.WriteInteger(int.MinValue, 4, signed: true);
        writer.WriteInteger(long.MinValue, 8, signed: true);
        writer.WriteInteger(BigInteger.MinusOne, 16, signed: true);
        writer.WriteString("Gänse");
        writer.WriteByteVector([1, 2, 3]);
        writer.WriteUInt16Vector([1, 65535]);
        writer.WriteOption(hasValue: false);
        writer.WriteAccountId(alice.AccountId);
        writer.WriteCompact(UInt128.MaxValue);

        var reader = new ScaleReader(writer.Written);
        reader.ReadByte().ShouldBe((byte)200);
        reader.ReadBool().ShouldBeTrue();
        reader.ReadUInt16().ShouldBe((ushort)60_000);
        reader.ReadUInt32().ShouldBe(4_000_000_000);
        reader.ReadUInt64().ShouldBe(ulong.MaxValue);
        reader.ReadUInt128().ShouldBe(UInt128.MaxValue - 1);
        reader.ReadSByte().ShouldBe((sbyte)-2);
        reader.ReadInt16().ShouldBe((short)-300);
        reader.ReadInt32().ShouldBe(int.MinValue);
        reader.ReadInt64().ShouldBe(long.MinValue);
        reader.ReadInt128().ShouldBe(Int128.NegativeOne);
        reader.ReadString().ShouldBe("Gänse");
        reader.ReadByteVector().ToArray().ShouldBe([1, 2, 3]);
        reader.ReadUInt16Vector().ShouldBe([1, 65535]);
        reader.ReadOption().ShouldBeFalse();
        reader.ReadAccountId().ShouldBe(alice.AccountId);
        reader.ReadCompactUInt128().ShouldBe(UInt128.MaxValue);
        reader.ExpectEnd();
    }

    [Fact]
    public void A_compact_integer_must_fit_what_it_is_read_as() => Assert.Multiple(
        () => Refused([0x01, 0x04], (ref ScaleReader r) => r.ReadCompactByte()).ShouldContain("256 does not fit: the most is 255"),
        () => Refused([0x02, 0x00, 0x04, 0x00], (ref ScaleReader r) => r.ReadCompactUInt16()).ShouldContain("65536 does not fit"),
        () => Refused([0x07, 0, 0, 0, 0, 1], (ref ScaleReader r) => r.ReadCompactUInt32()).ShouldContain("does not fit"),
        () => Refused([0x17, 0, 0, 0, 0, 0, 0, 0, 0, 1], (ref ScaleReader r) => r.ReadCompactUInt64()).ShouldContain("does not fit"),
        () => Refused([0x37, .. new byte[16], 1], (ref ScaleReader r) => r.ReadCompactUInt128()).ShouldContain("u128"));

    [Fact]
    public void A_length_beyond_the_input_costs_nothing_and_says_where_it_stands()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string refusal = Refused([0, 0x03, 0xff, 0xff, 0xff, 0x7f, 1, 2], (ref ScaleReader r) => (r.ReadBool(), r.ReadUInt16Vector()));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
        refusal.ShouldBe("a length of 2147483647 is announced with 2 bytes left (at byte 1)");
    }

    [Fact]
    public void An_integer_is_written_only_where_it_fits() => Assert.Multiple(
        () => Should.Throw<ArgumentOutOfRangeException>(() => Write(w => w.WriteInteger(256, 1, signed: false))),
        () => Should.Throw<ArgumentOutOfRangeException>(() => Write(w => w.WriteInteger(-1, 4, signed: false))),
        () => Should.Throw<ArgumentOutOfRangeException>(() => Write(w => w.WriteInteger(128, 1, signed: true))),
        () => Should.Throw<ArgumentOutOfRangeException>(() => Write(w => w.WriteCompact(BigInteger.MinusOne))),
        () => Should.Throw<ArgumentOutOfRangeException>(() => Write(w => w.WriteCompact(BigInteger.One << 536))));

    private delegate object Read(ref ScaleReader reader);

    private static string Refused(byte[] bytes, Read read) => Should.Throw<ScaleException>(() =>
    {
        var reader = new ScaleReader(bytes);
        return read(ref reader);
    }).Message;

    private static void Write(Action<ScaleWriter> write)
    {
        using var writer = new ScaleWriter();
        write(writer);
    }
}
