namespace AudioSubnet.Models.HifiGan;

/// <summary>The shape of a HiFi-GAN generator; the defaults are those of microsoft/speecht5_hifigan.</summary>
public sealed record HifiGanConfiguration
{
    /// <summary>Factor of each upsampling; their product is the number of samples a frame.</summary>
    public IReadOnlyList<int> UpsampleRates { get; init; } = [4, 4, 4, 4];

    /// <summary>Kernel of each transposed convolution.</summary>
    public IReadOnlyList<int> UpsampleKernelSizes { get; init; } = [8, 8, 8, 8];

    /// <summary>Kernel of each residual block of a stage.</summary>
    public IReadOnlyList<int> ResidualKernelSizes { get; init; } = [3, 7, 11];

    /// <summary>Dilations of the convolutions of each residual block.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ResidualDilations { get; init; } = [[1, 3, 5], [1, 3, 5], [1, 3, 5]];

    /// <summary>Slope below zero of the leaky rectifiers.</summary>
    public float LeakyReluSlope { get; init; } = 0.1f;

    /// <summary>Samples a frame.</summary>
    public int HopLength => UpsampleRates.Aggregate(1, static (product, rate) => product * rate);
}
