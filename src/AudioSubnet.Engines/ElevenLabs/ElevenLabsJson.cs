using System.Text.Json.Serialization;

namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>Asks for speech.</summary>
internal sealed record SpeechBody(string Text, string ModelId, uint? Seed, SpeechSettings? VoiceSettings);

/// <summary>What of a voice's settings is changed for one request.</summary>
internal sealed record SpeechSettings(double Speed);

/// <summary>A voice was made.</summary>
internal sealed record AddedVoice(string? VoiceId, bool RequiresVerification);

/// <summary>A page of the account's voices.</summary>
internal sealed record VoicePage(IReadOnlyList<ListedVoice>? Voices, bool HasMore, string? NextPageToken);

/// <summary>A voice of the account.</summary>
internal sealed record ListedVoice(string? VoiceId, string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpeechBody))]
[JsonSerializable(typeof(AddedVoice))]
[JsonSerializable(typeof(VoicePage))]
internal sealed partial class ElevenLabsJson : JsonSerializerContext;
