using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>What a node of a graph computes. One is made for each node of each session, and concurrent runs share it: a run must not change it.</summary>
internal abstract class OperatorKernel : IDisposable
{
    /// <summary>Reads the inputs and writes the outputs.</summary>
    /// <exception cref="InferenceException">The shapes do not fit; the run fails with this message.</exception>
    public abstract void Compute(KernelContext context);

    /// <summary>Frees what the kernel keeps, when the session is disposed.</summary>
    public virtual void Dispose()
    {
    }
}
