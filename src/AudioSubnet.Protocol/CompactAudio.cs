using System.Text.Json.Serialization;

namespace AudioSubnet.Protocol;

/// <summary>
/// Audio as base64 of an encoded clip: about a tenth of the size of a list of numbers, and it carries its own sample rate.
/// </summary>
public sealed record CompactAudio
{
    /// <summary>One of the names in <see cref="AudioEncoding"/>.</summary>
    [JsonPropertyName("encoding")]
    public string? Encoding { get; init; }

    /// <summary>Sample rate in Hz.</summary>
    [JsonPropertyName("sample_rate")]
    public int SampleRate { get; init; }

    /// <summary>Number of channels.</summary>
    [JsonPropertyName("channels")]
    public int Channels { get; init; }

    /// <summary>The encoded clip in base64.</summary>
    [JsonPropertyName("data")]
    public string? Data { get; init; }
}
