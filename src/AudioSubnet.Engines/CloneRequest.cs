using AudioSubnet.Dsp;

namespace AudioSubnet.Engines;

/// <summary>What to speak, and whose voice.</summary>
/// <param name="Text">The text, plain.</param>
/// <param name="Reference">A recording of the voice, any rate and channel count.</param>
public sealed record CloneRequest(string Text, AudioBuffer Reference)
{
    /// <summary>Seed for engines that sample; null draws one.</summary>
    public int? Seed { get; init; }
}
