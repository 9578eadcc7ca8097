using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Runtime;

/// <summary>How a session is made.</summary>
public sealed record SessionSettings
{
    /// <summary>The settings that serve most models.</summary>
    public static SessionSettings Default { get; } = new();

    /// <summary>Where to compute.</summary>
    public InferenceDevice Device { get; init; }

    /// <summary>
    /// Whether memory between runs is kept in an arena and laid out ahead. Right for a step that repeats with the same shapes; wrong for a vocoder, whose lengths
    /// differ from request to request and whose largest would stay allocated.
    /// </summary>
    public bool KeepMemory { get; init; } = true;

    /// <summary>Weights for a session that is made with these settings: own kernels compute on the processor only.</summary>
    /// <param name="precision">Of the matrix products.</param>
    public WeightOptions Weights(Precision precision = Precision.Float32)
    {
        WeightOptions options = new() { Precision = precision };
        return Device is InferenceDevice.Auto or InferenceDevice.Cpu ? options : options with { OwnKernels = false };
    }
}
