using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>One run of a node: its tensors, and the runtime's threads.</summary>
internal readonly unsafe ref struct KernelContext
{
    private const int PartsOfThread = 4;

    private readonly void* _context;

    internal KernelContext(void* context) => _context = context;

    /// <summary>An input; one that was left out is not present.</summary>
    public TensorView Input(int index)
    {
        void* value = NativeRuntime.KernelInput(_context, index);
        return value is null ? default : NativeRuntime.View(value);
    }

    /// <summary>Allocates an output.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="shape">Lengths.</param>
    public TensorView Output(int index, params ReadOnlySpan<long> shape) => NativeRuntime.View(NativeRuntime.KernelOutput(_context, index, shape));

    /// <summary>Does the parts of a work on the runtime's threads, which are shared by all sessions; returns when all are done.</summary>
    /// <param name="parts">Number of calls.</param>
    /// <param name="body">Gets the state and the part's number, counted from 0. It must not throw.</param>
    /// <param name="state">Handed through.</param>
    public void Parallel(int parts, delegate* unmanaged<void*, nuint, void> body, void* state)
    {
        if (parts == 1)
            body(state, 0);
        else
            NativeRuntime.ParallelFor(_context, body, (nuint)parts, state);
    }

    /// <summary>Number of parts for a work that can be cut into at most so many: several for each thread, so that one that is held up does not hold up the others.</summary>
    public static int PartsOf(int most) => Math.Clamp(most, 1, Threads * PartsOfThread);

    /// <summary>Number of threads that <see cref="Parallel"/> works with.</summary>
    public static int Threads => Runtime.InferenceEnvironment.Threads;
}
