using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>How the elements of remembered keys and values lie in memory. Implemented by empty structures, so that the kernels are compiled for each.</summary>
internal unsafe interface IRememberedElement
{
    /// <summary>Bytes of an element.</summary>
    static abstract int Bytes { get; }

    /// <summary>Whether numbers are rounded: each position of a head then has a factor for its key and one for its value, and keys are turned by <see cref="Rotation"/>.</summary>
    static abstract bool IsRounded { get; }

    /// <summary>Sixteen neighbours as numbers, without their factor.</summary>
    static abstract Vector512<float> Load(byte* address);

    /// <summary>Writes a key or a value.</summary>
    /// <param name="source">Its numbers.</param>
    /// <param name="count">How many; a multiple of 16.</param>
    /// <param name="destination">Where the first goes.</param>
    /// <param name="step">Elements from one to the next at the destination.</param>
    /// <returns>The factor; 1 where there is none.</returns>
    static abstract float Store(float* source, int count, byte* destination, int step);
}
