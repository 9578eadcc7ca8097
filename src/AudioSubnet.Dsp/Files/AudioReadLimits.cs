namespace AudioSubnet.Dsp.Files;

/// <summary>Bounds on what a reader takes from an untrusted file, so that a few bytes cannot claim all memory.</summary>
public sealed record AudioReadLimits
{
    /// <summary>The defaults: 256 MB of file, 64 M samples (over all channels; 256 MB as float32, 12 minutes of stereo at 44.1 kHz).</summary>
    public static AudioReadLimits Default { get; } = new();

    /// <summary>Largest file in bytes.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Most samples, summed over the channels, after decoding.</summary>
    public long MaxSamples { get; init; } = 64L << 20;
}
