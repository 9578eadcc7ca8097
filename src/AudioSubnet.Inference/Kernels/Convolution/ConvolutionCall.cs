namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>One run of a convolution over given memory, and how it is cut into parts that any number of threads may take.</summary>
internal unsafe struct ConvolutionCall
{
    /// <summary>[batch, inputs, time].</summary>
    public float* Input;

    /// <summary>From <see cref="ConvolutionKernel.Pack"/>.</summary>
    public float* Weights;

    /// <summary>[outputs]; null for none.</summary>
    public float* Bias;

    /// <summary>Added to the output, [batch, outputs, frames]; null for none. It may be the output's own memory.</summary>
    public float* Residual;

    /// <summary>[batch, outputs, frames].</summary>
    public float* Output;

    /// <summary>Number of rows.</summary>
    public long Batch;

    /// <summary>Length of the input.</summary>
    public long Time;

    /// <summary>Length of the output.</summary>
    public long Frames;

    /// <summary>Lanes of a tile.</summary>
    public int TileLanes;

    /// <summary>Tiles of a batch row and group.</summary>
    public int Tiles;

    /// <summary>Shares of the output channels that are parts of their own, where there are too few tiles for all threads.</summary>
    public int Shares;

    /// <summary>Number of parts.</summary>
    public int Parts;
}
