using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Folders;

/// <summary>The best of the answers to one question.</summary>
/// <param name="Audio">The audio, mono.</param>
/// <param name="Uid">The miner that made it.</param>
/// <param name="Score">Its score.</param>
public sealed record BestAnswer(AudioBuffer Audio, ushort Uid, double Score);
