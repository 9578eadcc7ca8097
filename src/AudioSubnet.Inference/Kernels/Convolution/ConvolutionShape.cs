namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>What a convolution over time computes, as its weights and attributes tell.</summary>
/// <param name="Inputs">Channels of the input.</param>
/// <param name="Outputs">Channels of the output.</param>
/// <param name="Taps">Length of the kernel.</param>
internal sealed record ConvolutionShape(int Inputs, int Outputs, int Taps)
{
    /// <summary>Distance of the output frames in the input; of a transposed convolution, of the input frames in the output.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Distance of the taps.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Channel groups, each of which is a convolution of its own.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Zeros before the input; of a transposed convolution, elements cut off in front of the output.</summary>
    public int PadBefore { get; init; }

    /// <summary>Zeros after the input; of a transposed convolution, elements cut off behind the output.</summary>
    public int PadAfter { get; init; }

    /// <summary>
    /// Whether the input is mirrored at its ends, not the ends themselves, in place of zeros, and behind it so far that the last frame is whole. An input that is no longer than what is to be mirrored
    /// is first lengthened by zeros.
    /// </summary>
    public bool Mirrored { get; init; }

    /// <summary>Negative elements of the input are multiplied by this, at most 1, before anything else; 1 leaves them as they are.</summary>
    public float Slope { get; init; } = 1;

    /// <summary>Whether negative elements of the input become eˣ - 1 before anything else; then the slope is 1.</summary>
    public bool Elu { get; init; }

    /// <summary>Whether it is transposed: each input frame adds the kernel to the output, and the frames are <see cref="Stride"/> apart.</summary>
    public bool Transposed { get; init; }

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => Inputs / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => Outputs / Groups;

    /// <summary>Elements that are seen behind an input.</summary>
    public long Behind(long time) => PadAfter + (Mirrored ? (Stride - time % Stride) % Stride : 0);

    /// <summary>Length of the output; zero or less where the input is too short to have one.</summary>
    public long Frames(long time) => Transposed
        ? (time - 1) * Stride + Taps - PadBefore - PadAfter
        : (time + PadBefore + Behind(time) - (Taps - 1) * Dilation - 1 + Stride) / Stride;
}
