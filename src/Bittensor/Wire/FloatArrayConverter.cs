using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bittensor.Wire;

/// <summary>
/// Audio samples as a JSON list of numbers. Reads into a rented block and copies once; writes each number as the shortest
/// text that reads back to the same float, with a point as Python writes it. NaN and infinities are refused on both sides.
/// </summary>
internal sealed class FloatArrayConverter : JsonConverter<float[]>
{
    // The longest float: sign, nine digits, point, exponent; and a comma.
    private const int MaxNumberBytes = 24;
    private const int FirstCount = 1024;

    public override float[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadValue(ref reader);

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        using var text = new PooledBuffer();
        WriteValue(text, value);
        writer.WriteRawValue(text.Written.Span, skipInputValidation: true);
    }

    /// <summary>Reads a list of numbers, or null, that the reader stands on.</summary>
    /// <exception cref="JsonException">Not a list of finite numbers that fit a float.</exception>
    public static float[]? ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("expected a list of numbers");
        float[] block = ArrayPool<float>.Shared.Rent(FirstCount);
        try
        {
            int count = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number || !TryGetSample(ref reader, out float sample))
                    throw new JsonException($"element {count.ToString(CultureInfo.InvariantCulture)} is not a finite number");
                if (count == block.Length)
                    block = Grow(block);
                block[count++] = sample;
            }
            return block.AsSpan(0, count).ToArray();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    /// <summary>Writes the list without an intermediate text.</summary>
    /// <exception cref="JsonException">A sample is NaN or infinite.</exception>
    public static void WriteValue(IBufferWriter<byte> output, ReadOnlySpan<float> samples)
    {
        output.Write("["u8);
        for (int start = 0; start < samples.Length;)
        {
            Span<byte> room = output.GetSpan(MaxNumberBytes * Math.Min(samples.Length - start, FirstCount));
            int written = 0;
            for (; start < samples.Length && room.Length - written >= MaxNumberBytes; start++)
            {
                if (start > 0)
                    room[written++] = (byte)',';
                written += Format(samples[start], room[written..], start);
            }
            output.Advance(written);
        }
        output.Write("]"u8);
    }

    private static bool TryGetSample(ref Utf8JsonReader reader, out float sample) =>
        (!reader.HasValueSequence && FloatText.TryParse(reader.ValueSpan, out sample)) || (reader.TryGetSingle(out sample) && float.IsFinite(sample));

    private static int Format(float sample, Span<byte> room, int index)
    {
        if (!float.IsFinite(sample))
        {
            throw new JsonException(
                $"sample {index.ToString(CultureInfo.InvariantCulture)} is {sample.ToString(CultureInfo.InvariantCulture)}: only finite numbers can be sent");
        }
        _ = sample.TryFormat(room, out int length, default, CultureInfo.InvariantCulture);
        if (!room[..length].ContainsAny((byte)'.', (byte)'E'))
        {
            room[length++] = (byte)'.';
            room[length++] = (byte)'0';
        }
        return length;
    }

    private static float[] Grow(float[] block)
    {
        float[] larger = ArrayPool<float>.Shared.Rent(block.Length * 2);
        block.CopyTo(larger, 0);
        ArrayPool<float>.Shared.Return(block);
        return larger;
    }
}
