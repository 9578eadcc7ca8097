using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Voices;

/// <summary>A recording of a voice to clone.</summary>
/// <param name="Name">File name without folder and extension.</param>
/// <param name="Audio">The recording, mono.</param>
public sealed record VoiceReference(string Name, AudioBuffer Audio);
