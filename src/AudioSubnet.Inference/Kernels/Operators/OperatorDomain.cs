using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime.Native;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>
/// Our operators as the native runtime sees them: a domain of structs with function pointers that lead back into managed code. It is made once for the process,
/// because sessions refer to it until they end.
/// </summary>
internal static unsafe class OperatorDomain
{
    /// <summary>Name of the domain in graphs.</summary>
    public const string Name = "audiosubnet";

    /// <summary>Version of the domain in graphs.</summary>
    public const int Version = 1;

    private const int Optional = 1, Required = 0;

    // Native code keeps the pointers, so what they point to is never freed: a few hundred bytes an operator.
    private static readonly Lazy<nint> Domain = new(static () => Create(OwnOperators.All));

    /// <summary>Lets sessions that are made with the options use the operators.</summary>
    public static void AddTo(SessionOptions options)
    {
        if (KernelSupport.IsAvailable)
            NativeRuntime.AddOperatorDomain(options, (void*)Domain.Value);
    }

    private static nint Create(IReadOnlyList<CustomOperator> operators)
    {
        void* domain = NativeRuntime.CreateOperatorDomain(Name);
        foreach (CustomOperator custom in operators)
            NativeRuntime.AddOperator(domain, Describe(custom));
        MakeKnown(domain);
        return (nint)domain;
    }

    /// <summary>The first session with a domain enters it in a table of the runtime, and of two at once one would fail: so the first is an empty one of our own.</summary>
    private static void MakeKnown(void* domain)
    {
        using GraphBuilder graph = new("empty");
        graph.Output("y", graph.Input("x", TensorType.Float32, 1));
        using ModelGraph model = graph.Build();
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.DisablePerSessionThreads();
        NativeRuntime.AddOperatorDomain(options, domain);
        using InferenceSession session = new(model.ToProto(), options);
    }

    private static NativeOperator* Describe(CustomOperator custom)
    {
        NativeOperator* native = (NativeOperator*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOperator));
        *native = new()
        {
            Version = NativeRuntime.ApiVersion,
            GetName = &GetName,
            GetProvider = &GetProvider,
            GetInputType = &GetInputType,
            GetInputCount = &GetInputCount,
            GetOutputType = &GetOutputType,
            GetOutputCount = &GetOutputCount,
            DestroyKernel = &DestroyKernel,
            GetInputCharacteristic = &GetInputCharacteristic,
            GetOutputCharacteristic = &GetOutputCharacteristic,
            GetInputMemoryType = &GetInputMemoryType,
            GetVariadicInputMinArity = &GetArity,
            GetVariadicInputHomogeneity = &GetArity,
            GetVariadicOutputMinArity = &GetArity,
            GetVariadicOutputHomogeneity = &GetArity,
            CreateKernel = &CreateKernel,
            Compute = &Compute,
            GetStartVersion = &GetVersion,
            GetEndVersion = &GetVersion,
            Entry = GCHandle.ToIntPtr(GCHandle.Alloc(new Entry(custom, Marshal.StringToCoTaskMemUTF8(custom.Name)))),
        };
        return native;
    }

    private static Entry EntryOf(NativeOperator* native) => (Entry)GCHandle.FromIntPtr(native->Entry).Target!;

    [UnmanagedCallersOnly]
    private static byte* GetName(NativeOperator* native) => (byte*)EntryOf(native).Name;

    [UnmanagedCallersOnly]
    private static byte* GetProvider(NativeOperator* native) => null; // the CPU's

    [UnmanagedCallersOnly]
    private static int GetInputType(NativeOperator* native, nuint index) =>
        EntryOf(native).Operator.Inputs[(int)index] is { } type ? OnnxTypes.ToProto(type) : 0;

    [UnmanagedCallersOnly]
    private static nuint GetInputCount(NativeOperator* native) => (nuint)EntryOf(native).Operator.Inputs.Count;

    [UnmanagedCallersOnly]
    private static int GetOutputType(NativeOperator* native, nuint index) => OnnxTypes.ToProto(EntryOf(native).Operator.Outputs[(int)index]);

    [UnmanagedCallersOnly]
    private static nuint GetOutputCount(NativeOperator* native) => (nuint)EntryOf(native).Operator.Outputs.Count;

    [UnmanagedCallersOnly]
    private static int GetInputCharacteristic(NativeOperator* native, nuint index)
    {
        CustomOperator custom = EntryOf(native).Operator;
        return (int)index >= custom.Inputs.Count - custom.Optional ? Optional : Required;
    }

    [UnmanagedCallersOnly]
    private static int GetOutputCharacteristic(NativeOperator* native, nuint index) => Required;

    [UnmanagedCallersOnly]
    private static int GetInputMemoryType(NativeOperator* native, nuint index) => 0; // OrtMemTypeDefault

    [UnmanagedCallersOnly]
    private static int GetArity(NativeOperator* native) => 1; // no operator is variadic; asked all the same

    [UnmanagedCallersOnly]
    private static int GetVersion(NativeOperator* native) => Version;

    [UnmanagedCallersOnly]
    private static void* CreateKernel(NativeOperator* native, void* api, void* info, void** kernel)
    {
        try
        {
            *kernel = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(EntryOf(native).Operator.Create(new(info))));
            return null;
        }
#pragma warning disable CA1031 // nothing may be thrown through native frames; the runtime fails with the message instead
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return NativeRuntime.Failure(exception.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static void* Compute(void* kernel, void* context)
    {
        try
        {
            ((OperatorKernel)GCHandle.FromIntPtr((nint)kernel).Target!).Compute(new(context));
            return null;
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return NativeRuntime.Failure(exception.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static void DestroyKernel(void* kernel)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)kernel);
        ((OperatorKernel)handle.Target!).Dispose();
        handle.Free();
    }

    private sealed record Entry(CustomOperator Operator, nint Name);
}
