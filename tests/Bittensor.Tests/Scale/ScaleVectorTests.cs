using System.Numerics;
using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Scale;
using Bittensor.Scale.Extrinsics;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

[Trait("Area", "vectors")]
public sealed class ScaleVectorTests
{
    [Fact]
    public void Compact_integers_are_written_and_read() => ForEach("compact", vector =>
    {
        BigInteger value = BigInteger.Parse(vector.GetProperty("value").GetString()!);
        using var writer = new ScaleWriter();
        writer.WriteCompact(value);
        Hex(writer.Written).ShouldBe(Text(vector, "hex"));
        var reader = new ScaleReader(Bytes(vector));
        reader.ReadCompactInteger().ShouldBe(value);
        reader.Remaining.ShouldBe(0);
        if (value > ulong.MaxValue)
            return;
        writer.Clear();
        writer.WriteCompact((ulong)value);
        Hex(writer.Written).ShouldBe(Text(vector, "hex"));
        reader = new ScaleReader(Bytes(vector));
        reader.ReadCompactUInt64().ShouldBe((ulong)value);
    });

    [Fact]
    public void Values_of_any_type_are_encoded_from_json_and_back() => ForEach("values", vector =>
    {
        (TypeRegistry registry, int type) = TypeText.Read(Text(vector, "type"));
        Hex(registry.Encode(type, vector.GetProperty("value"))).ShouldBe(Text(vector, "hex"), vector.ToString());
        ScaleValue value = registry.Decode(type, Bytes(vector));
        Hex(registry.Encode(type, value)).ShouldBe(Text(vector, "hex"), vector.ToString());
        using JsonDocument json = JsonDocument.Parse(value.ToString());
        Hex(registry.Encode(type, json.RootElement)).ShouldBe(Text(vector, "hex"), vector.ToString());
    });

    [Fact]
    public void Bytes_that_are_not_of_the_type_are_refused_where_they_go_wrong() => ForEach("bad", vector =>
    {
        (TypeRegistry registry, int type) = TypeText.Read(Text(vector, "type"));
        byte[] bytes = Bytes(vector);
        Should.Throw<ScaleException>(() => registry.Decode(type, bytes), vector.ToString()).Offset.ShouldBeInRange(0, bytes.Length);
    });

    [Fact]
    public void Fixed_point_numbers_have_their_values() => ForEach("fixedPoint", vector =>
    {
        string type = Text(vector, "type");
        int integerBits = int.Parse(type.Split('F')[0][1..]);
        int fractionBits = int.Parse(type.Split('F')[1]);
        var reader = new ScaleReader(Bytes(vector));
        BigInteger bits = reader.ReadInteger((integerBits + fractionBits) / 8, signed: type[0] == 'I');
        bits.ShouldBe(BigInteger.Parse(Text(vector, "bits")));
        FixedPoint.ToDouble(bits, fractionBits).ShouldBe(vector.GetProperty("value").GetDouble());
    });

    [Fact]
    public void Eras_are_those_of_substrate() => ForEach("era", vector =>
    {
        bool mortal = vector.TryGetProperty("period", out JsonElement period);
        ulong current = mortal ? vector.GetProperty("current").GetUInt64() : 0;
        Era era = mortal ? Era.Mortal(period.GetUInt64(), current) : Era.Immortal;
        using var writer = new ScaleWriter();
        era.Write(writer);
        Hex(writer.Written).ShouldBe(Text(vector, "hex"));
        var reader = new ScaleReader(Bytes(vector));
        Era.Read(ref reader).ShouldBe(era);
        if (!mortal)
            return;
        era.Period.ShouldBe(vector.GetProperty("actualPeriod").GetUInt64());
        // The vectors give the phase before it is rounded to what two bytes hold; the chain counts from the rounded one.
        ulong lost = vector.GetProperty("phase").GetUInt64() % Math.Max(era.Period >> 12, 1);
        era.Phase.ShouldBe(vector.GetProperty("phase").GetUInt64() - lost);
        era.Birth(current).ShouldBe(vector.GetProperty("birth").GetUInt64() - lost);
        era.Death(current).ShouldBe(vector.GetProperty("death").GetUInt64() - lost);
    });

    private static void ForEach(string section, Action<JsonElement> check)
    {
        int count = 0;
        foreach (string file in TestPaths.VectorFiles("scale.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement vector in document.RootElement.GetProperty(section).EnumerateArray())
            {
                check(vector);
                count++;
            }
        }

        count.ShouldBeGreaterThan(0);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static byte[] Bytes(JsonElement vector) => Convert.FromHexString(Text(vector, "hex").AsSpan(2));

    private static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
