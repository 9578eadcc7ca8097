using System.Text.Json.Serialization;
using Bittensor.Wire;

namespace AudioSubnet.Protocol;

/// <summary>Asks a miner to speak a text.</summary>
public sealed class TextToSpeech : Synapse, IAudioSynapse
{
    /// <summary>Sample rate of <see cref="SpeechOutput"/> in Hz, whatever engine made it.</summary>
    public const int ListSampleRate = 16000;

    /// <inheritdoc/>
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("model_name")]
    [ResponseField]
    public string? ModelName { get; set; }

    /// <summary>Unused; it stands in the existing network's synapse and is neither read nor sent back.</summary>
    [JsonPropertyName("clone_input")]
    public SampleList? CloneInput { get; set; }

    /// <summary>The speech as a list of numbers at <see cref="ListSampleRate"/>.</summary>
    [JsonPropertyName("speech_output")]
    [ResponseField]
    public SampleList? SpeechOutput { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("accept_audio")]
    public IReadOnlyList<string>? AcceptAudio { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("compact_audio")]
    [ResponseField]
    public CompactAudio? CompactAudio { get; set; }

    SampleList? IAudioSynapse.OutputSamples
    {
        get => SpeechOutput;
        set => SpeechOutput = value;
    }

    int IAudioSynapse.OutputListSampleRate => ListSampleRate;

    long? IAudioSynapse.MaxRequestBytes => ProtocolLimits.MaxTextRequestBytes;

    double IAudioSynapse.MaxOutputSeconds => ProtocolLimits.MaxSpeechSeconds;

    /// <inheritdoc/>
    public string? CheckRequest() => ProtocolLimits.CheckPrompt(TextInput);

    /// <inheritdoc/>
    public void DropInputAudio() => CloneInput = null;
}
