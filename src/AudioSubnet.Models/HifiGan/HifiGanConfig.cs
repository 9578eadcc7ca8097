namespace AudioSubnet.Models.HifiGan;

/// <summary>The shape of a HiFi-GAN generator, by the keys that configurations use.</summary>
public record HifiGanConfig
{
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

    /// <summary>Samples a frame.</summary>
    public int HopLength => UpsampleRates.Aggregate(1, static (product, rate) => product * rate);

    /// <summary>How many frames on either side a sample depends on, at most.</summary>
    public int ContextFrames
    {
        get
        {
            int reach = HifiGanGenerator.OuterKernel / 2;
            for (int stage = UpsampleRates.Count - 1; stage >= 0; stage--)
            {
                reach += Enumerable.Range(0, ResblockKernelSizes.Count).Max(block => ResblockDilationSizes[block].Sum(dilation => ResblockKernelSizes[block] / 2 * (dilation + 1)));
                reach = (reach + UpsampleKernelSizes[stage] + UpsampleRates[stage] - 1) / UpsampleRates[stage];
            }

            return reach + HifiGanGenerator.OuterKernel / 2;
        }
    }
}
