using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.EnCodec;

/// <summary><c>config.json</c> of EnCodec, or the part of it inside Bark's and MusicGen's; the defaults are those of the reference class (24 kHz).</summary>
public sealed record EncodecConfig
{
    // The reference derives the number of quantisers from ten bits a code, whatever the size of the codebook.
    private const int BitsForCount = 10;

    /// <summary>Sample rate in Hz.</summary>
    public int SamplingRate { get; init; } = 24000;

    /// <summary>Bandwidths in kbit/s that the model was trained for.</summary>
    public IReadOnlyList<double> TargetBandwidths { get; init; } = [1.5, 3, 6, 12, 24];

    /// <summary>Channels of the audio.</summary>
    public int AudioChannels { get; init; } = 1;

    /// <summary>Whether each chunk is brought to unit level before it is coded (48 kHz only).</summary>
    public bool Normalize { get; init; }

    /// <summary>Length of independent chunks in seconds; null for none.</summary>
    public double? ChunkLengthS { get; init; }

    /// <summary>Width of the codes' vectors.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Channels of the first convolution.</summary>
    public int NumFilters { get; init; } = 32;

    /// <summary>Residual blocks at each rate.</summary>
    public int NumResidualLayers { get; init; } = 1;

    /// <summary>Factors from the frames' rate up to the samples'; their product is the number of samples a frame.</summary>
    public IReadOnlyList<int> UpsamplingRatios { get; init; } = [8, 5, 4, 2];

    /// <summary>"weight_norm", which is folded when the model is loaded.</summary>
    public string NormType { get; init; } = "weight_norm";

    /// <summary>Taps of the first convolution.</summary>
    public int KernelSize { get; init; } = 7;

    /// <summary>Taps of the last convolution.</summary>
    public int LastKernelSize { get; init; } = 7;

    /// <summary>Taps of the convolutions in residual blocks.</summary>
    public int ResidualKernelSize { get; init; } = 3;

    /// <summary>Factor of the dilation from one residual block to the next.</summary>
    public int DilationGrowthRate { get; init; } = 2;

    /// <summary>Whether an output depends on earlier samples alone.</summary>
    public bool UseCausalConv { get; init; } = true;

    /// <summary>"reflect": what stands for the samples before the first and after the last.</summary>
    public string PadMode { get; init; } = "reflect";

    /// <summary>Layers of the recurrent network.</summary>
    public int NumLstmLayers { get; init; } = 2;

    /// <summary>Share of a causal transposed convolution's excess that is cut at the end.</summary>
    public double TrimRightRatio { get; init; } = 1;

    /// <summary>Entries of a codebook.</summary>
    public int CodebookSize { get; init; } = 1024;

    /// <summary>Whether the shortcut of a residual block is a convolution.</summary>
    public bool UseConvShortcut { get; init; } = true;

    /// <summary>Samples a frame.</summary>
    public int HopLength => UpsamplingRatios.Aggregate(1, static (product, ratio) => product * ratio);

    /// <summary>Frames a second.</summary>
    public int FrameRate => (SamplingRate + HopLength - 1) / HopLength;

    /// <summary>Codebooks in the checkpoint.</summary>
    public int CodebookCount => (int)(1000 * TargetBandwidths[^1] / (FrameRate * BitsForCount));

    /// <summary>Codebooks that a bandwidth pays for.</summary>
    /// <param name="bandwidth">In kbit/s.</param>
    public int CodebooksAt(double bandwidth) => Math.Clamp((int)(bandwidth * 1000 / (Math.Log2(CodebookSize) * FrameRate)), 1, CodebookCount);

    /// <summary>Checks that the numbers make a model that is known here.</summary>
    /// <param name="source">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string source)
    {
        Check(AudioChannels == 1 && !Normalize && ChunkLengthS is null, "only the mono models without chunks (24 and 32 kHz) are supported");
        Check(NormType == "weight_norm", $"norm_type is '{NormType}'; 'weight_norm' is known");
        Check(PadMode == "reflect", $"pad_mode is '{PadMode}'; 'reflect' is known");
        Check(UpsamplingRatios.Count is > 0 and <= 16 && UpsamplingRatios.All(static ratio => ratio is > 0 and <= 64), "upsampling_ratios are out of range");
        Check(SamplingRate is > 0 and <= 384000 && HiddenSize is > 0 and <= 8192 && CodebookSize is > 1 and <= 1 << 20, "a size is out of range");
        Check(KernelSize is > 0 and <= 64 && LastKernelSize is > 0 and <= 64 && ResidualKernelSize is > 0 and <= 64, "a kernel is out of range");
        Check(NumResidualLayers is >= 0 and <= 16 && NumLstmLayers is >= 0 and <= 8, "a number of layers is out of range");
        Check(TargetBandwidths.Count > 0 && CodebookCount is > 0 and <= 128, "target_bandwidths do not give a number of codebooks");

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{source}: EnCodec: {reason}.");
        }
    }
}
