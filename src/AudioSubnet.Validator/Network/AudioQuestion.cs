using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Network;

/// <summary>What a miner is asked.</summary>
/// <param name="Service">The service.</param>
/// <param name="Prompt">Text to speak, or description of the music.</param>
public sealed record AudioQuestion(AudioService Service, string Prompt)
{
    /// <summary>The voice to clone, mono; null for other services.</summary>
    public AudioBuffer? Reference { get; init; }

    /// <summary>Length of music in tokens at 50.2 a second.</summary>
    public int MusicTokens { get; init; }
}
