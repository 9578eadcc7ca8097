using System.Text.Json.Serialization;
using Bittensor.Wire;

namespace AudioSubnet.Protocol;

/// <summary>Asks a miner to speak a text in the voice of a recording.</summary>
public sealed class VoiceClone : Synapse, IAudioSynapse
{
    /// <summary>
    /// Sample rate of <see cref="CloneOutput"/> in Hz, whatever engine made it. (<see cref="SampleRate"/> is that of the recording.)
    /// </summary>
    public const int ListSampleRate = 24000;

    /// <inheritdoc/>
    [JsonPropertyName("text_input")]
    public string? TextInput { get; set; }

    /// <summary>The recording as a list of numbers at <see cref="SampleRate"/>; null when <see cref="CompactInput"/> carries it.</summary>
    [JsonPropertyName("clone_input")]
    public SampleList? CloneInput { get; set; }

    /// <summary>The cloned speech as a list of numbers at <see cref="ListSampleRate"/>.</summary>
    [JsonPropertyName("clone_output")]
    [ResponseField]
    public SampleList? CloneOutput { get; set; }

    /// <summary>Sample rate of <see cref="CloneInput"/> in Hz.</summary>
    [JsonPropertyName("sample_rate")]
    public int? SampleRate { get; set; }

    /// <summary>A label of the voice on the existing network, where it is always "name". Not used.</summary>
    [JsonPropertyName("hf_voice_id")]
    public string? HuggingFaceVoiceId { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("model_name")]
    [ResponseField]
    public string? ModelName { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("accept_audio")]
    public IReadOnlyList<string>? AcceptAudio { get; set; }

    /// <inheritdoc/>
    [JsonPropertyName("compact_audio")]
    [ResponseField]
    public CompactAudio? CompactAudio { get; set; }

    /// <summary>The recording in compact form; sent only to miners that have answered in compact form before.</summary>
    [JsonPropertyName("compact_input")]
    public CompactAudio? CompactInput { get; set; }

    SampleList? IAudioSynapse.OutputSamples
    {
        get => CloneOutput;
        set => CloneOutput = value;
    }

    int IAudioSynapse.OutputListSampleRate => ListSampleRate;

    long? IAudioSynapse.MaxRequestBytes => null;

    double IAudioSynapse.MaxOutputSeconds => ProtocolLimits.MaxSpeechSeconds;

    /// <inheritdoc/>
    /// <remarks>The recording itself is checked when it is read, by <see cref="AudioPayload.TryReadReference"/>.</remarks>
    public string? CheckRequest() =>
        ProtocolLimits.CheckPrompt(TextInput)
        ?? (CloneInput is null && CompactInput is null
            ? "clone_input is missing; send the recording of the voice and its sample_rate."
            : null);

    /// <inheritdoc/>
    public void DropInputAudio()
    {
        CloneInput = null;
        CompactInput = null;
    }
}
