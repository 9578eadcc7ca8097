using System.Globalization;
using System.Text;
using System.Text.Json;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class SampleListTests
{
    [Fact]
    public void Samples_survive_the_wire_bit_for_bit()
    {
        var random = new Random(7);
        float[] samples = [.. Enumerable.Range(0, 200_000)
            .Select(i => i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)) : (float)((random.NextDouble() * 2) - 1))
            .Where(float.IsFinite), 0f, -0f, 1f, float.Epsilon, float.MaxValue, float.MinValue];
        using var text = new PooledBuffer();
        FloatArrayConverter.WriteValue(text, samples);
        var reader = new Utf8JsonReader(text.Written.Span);
        reader.Read();
        float[] back = FloatArrayConverter.ReadValue(ref reader)!;
        back.Length.ShouldBe(samples.Length);
        back.Select(BitConverter.SingleToInt32Bits).SequenceEqual(samples.Select(BitConverter.SingleToInt32Bits)).ShouldBeTrue();
    }

    [Fact]
    public void Whole_numbers_keep_their_point_so_that_python_sees_floats()
    {
        using var text = new PooledBuffer();
        FloatArrayConverter.WriteValue(text, [0f, 1f, -0.5f, 0.1f, 1e20f, 1e-7f]);
        Encoding.UTF8.GetString(text.Written.Span).ShouldBe("[0.0,1.0,-0.5,0.1,1E+20,1E-07]");
        using JsonDocument parsed = JsonDocument.Parse(text.Written);
        parsed.RootElement.GetArrayLength().ShouldBe(6);
    }

    [Fact]
    public void The_fast_way_rounds_as_the_general_one()
    {
        var random = new Random(11);
        int fast = 0;
        for (int i = 0; i < 300_000; i++)
        {
            // Half of them near the middle between two floats, where double rounding would go wrong.
            float near = (float)(random.NextDouble() * 2);
            double value = i % 2 == 0 ? ((double)near + BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(near) + 1)) / 2 : (random.NextDouble() * 2) - 1;
            string text = value.ToString($"F{random.Next(0, 19)}", CultureInfo.InvariantCulture);
            if (!FloatText.TryParse(Encoding.UTF8.GetBytes(text), out float parsed))
                continue;
            fast++;
            BitConverter.SingleToInt32Bits(parsed).ShouldBe(BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)), text);
        }
        fast.ShouldBeGreaterThan(100_000);
    }

    [Theory]
    [InlineData("1e5")]
    [InlineData("0.12345678901234567890")]
    [InlineData("9007199254740993")]
    public void The_fast_way_leaves_hard_numbers_to_the_general_one(string text) => FloatText.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("[1e39]")]
    [InlineData("[0.5, null]")]
    [InlineData("[true]")]
    [InlineData("{}")]
    [InlineData("5")]
    public void What_is_no_list_of_finite_numbers_is_refused(string json) => Should.Throw<JsonException>(() =>
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        FloatArrayConverter.ReadValue(ref reader);
    });
}
