using AudioSubnet.Inference.Kernels.Operators;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>Options of native sessions, and their creation.</summary>
internal static class SessionFactory
{
    /// <summary>Options for a session on the shared threads.</summary>
    /// <exception cref="InferenceException">The device is not there.</exception>
    public static SessionOptions Options(SessionSettings settings)
    {
        _ = InferenceEnvironment.Instance;
        SessionOptions options = new()
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableCpuMemArena = settings.KeepMemory,
            EnableMemoryPattern = settings.KeepMemory,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            options.DisablePerSessionThreads();
            AddProvider(options, settings.Device);
            OperatorDomain.AddTo(options);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="InferenceException">The model is not valid.</exception>
    public static InferenceSession Create(string name, byte[] model, SessionOptions options)
    {
        try
        {
            return new(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InferenceException($"'{name}' cannot be loaded: {exception.Message}", exception);
        }
    }

    private static void AddProvider(SessionOptions options, InferenceDevice device)
    {
        if (device is InferenceDevice.Auto or InferenceDevice.Cpu)
            return;
        string provider = device switch
        {
            InferenceDevice.Cuda => "CUDAExecutionProvider",
            InferenceDevice.DirectMl => "DmlExecutionProvider",
            InferenceDevice.CoreMl => "CoreMLExecutionProvider",
            _ => throw new ArgumentOutOfRangeException(nameof(device), device, null),
        };
        string[] available = InferenceEnvironment.Instance.GetAvailableProviders();
        if (!available.Contains(provider, StringComparer.Ordinal))
            throw new InferenceException(
                $"The device '{Name(device)}' is not part of this build of ONNX Runtime (it has {string.Join(", ", available)}). Use --device cpu, or build with the package for that device.");
        try
        {
            switch (device)
            {
                case InferenceDevice.Cuda: options.AppendExecutionProvider_CUDA(); break;
                case InferenceDevice.DirectMl: options.AppendExecutionProvider_DML(); break;
                default: options.AppendExecutionProvider("CoreML"); break;
            }
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InferenceException($"The device '{Name(device)}' cannot be used: {exception.Message} Use --device cpu.", exception);
        }
    }

    private static string Name(InferenceDevice device) => device switch
    {
        InferenceDevice.Cuda => "cuda",
        InferenceDevice.DirectMl => "directml",
        _ => "coreml",
    };
}
