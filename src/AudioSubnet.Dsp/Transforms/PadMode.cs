namespace AudioSubnet.Dsp.Transforms;

/// <summary>What lies beyond the ends of a signal when its frames are centred.</summary>
public enum PadMode
{
    /// <summary>The signal mirrored at its first and last sample (those not repeated), as most feature extractors of neural models do.</summary>
    Reflect,

    /// <summary>Zeros, as librosa does by default since version 0.10.</summary>
    Zero,
}
