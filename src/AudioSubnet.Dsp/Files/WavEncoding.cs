namespace AudioSubnet.Dsp.Files;

/// <summary>How samples are stored in a WAV file.</summary>
public enum WavEncoding
{
    /// <summary>16-bit integers; samples outside [-1, 1) are clipped.</summary>
    Pcm16,

    /// <summary>24-bit integers; samples outside [-1, 1) are clipped.</summary>
    Pcm24,

    /// <summary>32-bit floating point, lossless.</summary>
    Float32,
}
