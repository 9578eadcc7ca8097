using System.Text.Json;
using System.Text.Json.Serialization;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

/// <summary>The audio subnet's speech synapse, as the vectors use it.</summary>
public sealed class TextToSpeech : Synapse
{
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    [JsonPropertyName("model_name")]
    public string? ModelName { get; set; }

    [JsonPropertyName("clone_input")]
    public List<JsonElement>? CloneInput { get; set; }

    [ResponseField]
    [JsonPropertyName("speech_output")]
    public float[]? SpeechOutput { get; set; }
}

public sealed class MusicGeneration : Synapse
{
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    [JsonPropertyName("model_name")]
    public string? ModelName { get; set; }

    [ResponseField]
    [JsonPropertyName("music_output")]
    public float[]? MusicOutput { get; set; }

    [JsonPropertyName("duration")]
    public int? Duration { get; set; }
}

public sealed class VoiceClone : Synapse
{
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    [JsonPropertyName("clone_input")]
    public JsonElement? CloneInput { get; set; }

    [ResponseField]
    [JsonPropertyName("clone_output")]
    public JsonElement? CloneOutput { get; set; }

    [JsonPropertyName("sample_rate")]
    public int? SampleRate { get; set; }

    [JsonPropertyName("hf_voice_id")]
    public string? HuggingFaceVoiceId { get; set; }

    [JsonPropertyName("model_name")]
    public string? ModelName { get; set; }
}

/// <summary>A synapse with hashed and required fields, as the vectors use it.</summary>
public sealed class HashedEcho : Synapse
{
    [JsonRequired]
    [HashedField]
    [JsonPropertyName("text")]
    public string? Text { get; set; }

    [HashedField]
    [JsonPropertyName("numbers")]
    public List<JsonElement>? Numbers { get; set; }

    [ResponseField]
    [JsonPropertyName("reply")]
    public string? Reply { get; set; }
}
