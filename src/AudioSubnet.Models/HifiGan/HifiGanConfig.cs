namespace AudioSubnet.Models.HifiGan;

/// <summary><c>config.json</c> of a HiFi-GAN vocoder; the defaults are those of microsoft/speecht5_hifigan.</summary>
public record HifiGanConfig
{
    /// <summary>Mel bands of the input.</summary>
    public int ModelInDim { get; init; } = 80;

    /// <summary>Sample rate of the output in Hz.</summary>
    public int SamplingRate { get; init; } = 16000;

    /// <summary>Factor of each upsampling; their product is the number of samples a frame.</summary>
    public IReadOnlyList<int> UpsampleRates { get; init; } = [4, 4, 4, 4];

    /// <summary>Taps of each transposed convolution.</summary>
    public IReadOnlyList<int> UpsampleKernelSizes { get; init; } = [8, 8, 8, 8];

    /// <summary>Taps of each residual block of a stage.</summary>
    public IReadOnlyList<int> ResblockKernelSizes { get; init; } = [3, 7, 11];

    /// <summary>Dilations of the convolutions of each residual block.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ResblockDilationSizes { get; init; } = [[1, 3, 5], [1, 3, 5], [1, 3, 5]];

    /// <summary>Slope below zero of the leaky rectifiers.</summary>
    public float LeakyReluSlope { get; init; } = 0.1f;

    /// <summary>Whether the input is normalised by the checkpoint's "mean" and "scale".</summary>
    public bool NormalizeBefore { get; init; } = true;

    /// <summary>Samples a frame.</summary>
    public int HopLength => UpsampleRates.Aggregate(1, static (product, rate) => product * rate);
}
