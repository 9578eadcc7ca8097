using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Engines;

/// <summary>How neural engines run, and which are allowed. The engines that need no weights take nothing from here.</summary>
public sealed record EngineOptions
{
    /// <summary>Where models compute.</summary>
    public InferenceDevice Device { get; init; }

    /// <summary>Precision of matrix products; null takes what suits the model.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Speaker of requests that name none: a number, a name or a file, as the model has it.</summary>
    public string? Speaker { get; init; }

    /// <summary>True to refuse engines whose terms do not allow commercial use, or are not known.</summary>
    public bool PermissiveOnly { get; init; }
}
