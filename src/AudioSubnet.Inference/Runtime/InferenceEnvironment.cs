using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// ONNX Runtime's environment: one for the process, with one pool of threads for all sessions. With a pool for each session, as is the runtime's default, idle
/// pools spin against the working one.
/// </summary>
internal static class InferenceEnvironment
{
    /// <summary>Environment variable with the number of threads for inference; all cores if it is not set.</summary>
    private const string ThreadsVariable = "AUDIOSUBNET_THREADS";

    /// <summary>Number of threads that work on one operation.</summary>
    public static int Threads { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(ThreadsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0
            ? threads
            : Environment.ProcessorCount;

    // The native library keeps its environment in static state and lets a process make it once.
    private static readonly Lazy<OrtEnv> Created = new(Create);

    /// <summary>Makes the environment if it is not there yet.</summary>
    /// <exception cref="InferenceException">The native library is missing.</exception>
    public static OrtEnv Instance
    {
        get
        {
            try
            {
                return Created.Value;
            }
            catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
            {
                throw new InferenceException(
                    "ONNX Runtime's native library cannot be loaded. It comes with the package Microsoft.ML.OnnxRuntime for Linux, macOS and Windows on x64 and arm64.", exception);
            }
        }
    }

    private static OrtEnv Create()
    {
        using OrtThreadingOptions threads = new()
        {
            GlobalIntraOpNumThreads = Threads,
            GlobalInterOpNumThreads = 1,
            GlobalSpinControl = true,
        };
        EnvironmentCreationOptions options = new()
        {
            logId = "audiosubnet",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            threadOptions = threads,
        };
        return OrtEnv.CreateInstanceWithOptions(ref options);
    }
}
