using AudioSubnet.Dsp.Native;

namespace AudioSubnet.Dsp.Files;

/// <summary>16-bit FLAC in memory, through libsndfile: lossless from 16 bits on and about half the size of PCM for speech.</summary>
public static class Flac
{
    private const string Name = "FLAC data";

    /// <summary>Encodes to 16-bit FLAC; samples outside [-1, 1) are clipped.</summary>
    /// <param name="audio">1 to 8 channels, every sample finite.</param>
    /// <exception cref="ArgumentException">A sample is NaN or infinite.</exception>
    /// <exception cref="AudioFileException">The channel count or rate does not fit FLAC, or libsndfile is missing.</exception>
    public static byte[] Encode(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return SoundLibrary.Encode(audio, SndFile.FormatFlac | SndFile.SubtypePcm16, Name);
    }

    /// <summary>Decodes FLAC.</summary>
    /// <param name="bytes">The whole FLAC stream.</param>
    /// <param name="maxFrames">Most samples a channel; a stream that decodes to more is refused, whatever its header says.</param>
    /// <param name="maxChannels">Most channels.</param>
    /// <exception cref="AudioFileException">Not FLAC, damaged, too long, too many channels, or libsndfile is missing.</exception>
    public static AudioBuffer Decode(ReadOnlyMemory<byte> bytes, long maxFrames, int maxChannels = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxFrames);
        if (!bytes.Span.StartsWith("fLaC"u8))
            throw new AudioFileException(Name, "does not begin with \"fLaC\".");
        var audio = SoundLibrary.Decode(bytes, Name, maxFrames * maxChannels);
        if (audio.Channels > maxChannels)
            throw new AudioFileException(Name, $"has {audio.Channels} channels; the limit is {maxChannels}.");
        if (audio.Frames > maxFrames)
            throw new AudioFileException(Name, $"has {audio.Frames} samples a channel; the limit is {maxFrames}.");
        return audio;
    }
}
