using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Graph;

/// <summary>How a scope turns a checkpoint's tensors into weights.</summary>
public sealed record WeightOptions
{
    private const string CacheVariable = "AUDIOSUBNET_CACHE";

    /// <summary>Full precision.</summary>
    public static WeightOptions Default { get; } = new();

    /// <summary>Precision of the matrix products of linear layers; everything else stays fp32.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Whether operations may be those of this library's own kernels: by default where the processor can run them. A graph without them runs in ONNX Runtime anywhere, on graphics cards
    /// too, and can be saved.
    /// </summary>
    public bool OwnKernels { get; init; } = KernelSupport.IsAvailable;

    /// <summary>
    /// Folder in which quantised matrices are kept: AUDIOSUBNET_CACHE, or "audiosubnet" in the user's cache folder. It may be removed at any time; what is missing
    /// is made again.
    /// </summary>
    public string CacheFolder { get; init; } = DefaultCacheFolder();

    private static string DefaultCacheFolder()
    {
        if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder)
            return folder;
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
            cache = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "audiosubnet", "quantized");
    }
}
