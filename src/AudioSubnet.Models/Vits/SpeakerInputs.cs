using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.Vits;

/// <summary>The inputs that choose a speaker; none in models with one speaker.</summary>
internal sealed class SpeakerInputs : IDisposable
{
    /// <summary>Chooses a speaker, or none.</summary>
    public SpeakerInputs(VitsConfig config, long? speakerId) => Values = config.HasSpeakers
        ? [("speaker_id", TensorValue.From([speakerId ?? 0])), ("speaker_weight", TensorValue.From([speakerId is null ? 0f : 1f]))]
        : [];

    /// <summary>Inputs of a run.</summary>
    public (string Name, TensorValue Value)[] Values { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, TensorValue value) in Values)
            value.Dispose();
    }
}
