namespace AudioSubnet.Protocol;

/// <summary>Names of the encodings that <see cref="CompactAudio"/> may have.</summary>
public static class AudioEncoding
{
    /// <summary>A FLAC file of 16 bits a sample.</summary>
    public const string Flac = "flac";

    /// <summary>Raw 16-bit signed little-endian samples, channels interleaved.</summary>
    public const string Pcm16 = "pcm_s16le";
}
