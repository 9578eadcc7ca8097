using System.Text.Json.Serialization;
using Bittensor.Wire;

namespace AudioSubnet.Protocol;

/// <summary>Asks a miner for music.</summary>
public sealed class MusicGeneration : Synapse, IAudioSynapse
{
    /// <summary>Sample rate of <see cref="MusicOutput"/> in Hz, whatever engine made it.</summary>
    public const int ListSampleRate = 32000;

    /// <inheritdoc/>
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("model_name")]
    [ResponseField]
    public string? ModelName { get; set; }

    /// <summary>The music as a list of numbers at <see cref="ListSampleRate"/>.</summary>
    [JsonPropertyName("music_output")]
    [ResponseField]
    public SampleList? MusicOutput { get; set; }

    /// <summary>Length in tokens, see <see cref="MusicDuration"/>.</summary>
    [JsonPropertyName("duration")]
    public int? Duration { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("accept_audio")]
    public IReadOnlyList<string>? AcceptAudio { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("compact_audio")]
    [ResponseField]
    public CompactAudio? CompactAudio { get; set; }

    SampleList? IAudioSynapse.OutputSamples
    {
        get => MusicOutput;
        set => MusicOutput = value;
    }

    int IAudioSynapse.OutputListSampleRate => ListSampleRate;

    long? IAudioSynapse.MaxRequestBytes => ProtocolLimits.MaxTextRequestBytes;

    double IAudioSynapse.MaxOutputSeconds => ProtocolLimits.MaxMusicSeconds + ProtocolLimits.MusicOverrunSeconds;

    /// <inheritdoc/>
    public string? CheckRequest() => ProtocolLimits.CheckPrompt(TextInput) ?? MusicDuration.Check(Duration);

    /// <inheritdoc/>
    public void DropInputAudio()
    {
    }
}
