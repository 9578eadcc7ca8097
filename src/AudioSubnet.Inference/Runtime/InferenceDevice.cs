namespace AudioSubnet.Inference.Runtime;

/// <summary>Where a model computes ("--device").</summary>
public enum InferenceDevice
{
    /// <summary>The CPU: the fastest device that every build has.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; needs a build with ONNX Runtime's GPU package.</summary>
    Cuda,

    /// <summary>A GPU on Windows; needs a build with ONNX Runtime's DirectML package.</summary>
    DirectMl,

    /// <summary>Apple's accelerators; part of the macOS build.</summary>
    CoreMl,
}
