using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioSubnet.Protocol;

/// <summary>
/// Reads and writes lists of samples. Content that is not audio becomes a fault of the list, so that the peer hears what was wrong.
/// </summary>
internal sealed class SampleListConverter : JsonConverter<SampleList>
{
    /// <summary>Written samples are rounded to a millionth (−120 dBFS), which makes a list a quarter shorter.</summary>
    private const float Resolution = 1e6f;

    public override SampleList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            string found = reader.TokenType.ToString();
            reader.Skip();
            return new SampleList([], $"the samples are not a list of numbers but a JSON {found}.");
        }

        int depth = reader.CurrentDepth;
        var channels = new List<float[]>();
        var samples = new List<float>();
        string? fault = null;
        bool nested = false;
        int count = 0;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            if (fault is not null)
                continue;
            switch (reader.TokenType)
            {
                case JsonTokenType.Number when ++count > ProtocolLimits.MaxListSamples:
                    fault = $"the list has more than {ProtocolLimits.MaxListSamples} samples.";
                    break;
                case JsonTokenType.Number when reader.TryGetSingle(out float sample) && float.IsFinite(sample):
                    samples.Add(sample);
                    break;
                case JsonTokenType.Number:
                    fault = $"sample {count - 1} is not a finite number.";
                    break;
                case JsonTokenType.StartArray when reader.CurrentDepth == depth + 1 && samples.Count == 0:
                    nested = true;
                    break;
                case JsonTokenType.EndArray when nested && reader.CurrentDepth == depth + 1:
                    channels.Add([.. samples]);
                    samples.Clear();
                    break;
                default:
                    fault = $"sample {count} is not a number but a JSON {reader.TokenType}.";
                    break;
            }

            if (channels.Count > ProtocolLimits.MaxChannels)
                fault = $"the list has more than {ProtocolLimits.MaxChannels} channels.";
        }

        if (fault is not null)
            return new SampleList([], fault);
        if (nested && samples.Count > 0)
            return new SampleList([], "the list mixes numbers and lists.");
        if (!nested)
            channels.Add([.. samples]);
        return new SampleList([.. channels], fault: null);
    }

    public override void Write(Utf8JsonWriter writer, SampleList value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (float[] channel in value.Channels)
        {
            if (value.Channels.Count > 1)
                writer.WriteStartArray();
            foreach (float sample in channel)
                writer.WriteNumberValue(MathF.Round(sample * Resolution) / Resolution);
            if (value.Channels.Count > 1)
                writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
