using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.WavLm;

/// <summary><c>config.json</c> of WavLM for speaker verification; the defaults are those of the reference class.</summary>
public sealed record WavLmConfig : SpeechEncoderConfig
{
    /// <summary>Buckets of the relative positions, both directions together.</summary>
    public int NumBuckets { get; init; } = 320;

    /// <summary>Distance in frames from which on all share the last bucket.</summary>
    public int MaxBucketDistance { get; init; } = 800;

    /// <summary>Whether the head reads a learned mixture of all layers instead of the last.</summary>
    public bool UseWeightedLayerSum { get; init; }

    /// <summary>Channels of the head's time-delay layers.</summary>
    public IReadOnlyList<int> TdnnDim { get; init; } = [512, 512, 512, 512, 1500];

    /// <summary>Taps of the head's time-delay layers.</summary>
    public IReadOnlyList<int> TdnnKernel { get; init; } = [5, 3, 3, 1, 1];

    /// <summary>Distance of their taps in frames.</summary>
    public IReadOnlyList<int> TdnnDilation { get; init; } = [1, 2, 3, 1, 1];

    /// <summary>Width of an embedding.</summary>
    public int XvectorOutputDim { get; init; } = 512;

    /// <summary>Frames that the time-delay layers take away in all.</summary>
    public int TdnnMargin => TdnnKernel.Zip(TdnnDilation, static (kernel, dilation) => (kernel - 1) * dilation).Sum();

    /// <summary>The fewest samples that give an embedding: the standard deviation over time needs two frames.</summary>
    public int MinEmbeddingSamples => SamplesFor(TdnnMargin + 2);

    /// <inheritdoc/>
    public override void Validate(string folder)
    {
        base.Validate(folder);
        Check(folder, NumBuckets is > 3 and <= 65536 && MaxBucketDistance is > 0 and <= 65536 && MaxBucketDistance > NumBuckets / 4, "num_buckets and max_bucket_distance do not fit");
        Check(folder, TdnnDim.Count is > 0 and <= 32 && TdnnKernel.Count == TdnnDim.Count && TdnnDilation.Count == TdnnDim.Count, "tdnn_dim, tdnn_kernel and tdnn_dilation must be of one length");
        Check(folder, TdnnDim.Concat(TdnnKernel).Concat(TdnnDilation).Append(XvectorOutputDim).All(value => value is > 0 and <= 65536), "a size of the head is out of range");
    }
}
