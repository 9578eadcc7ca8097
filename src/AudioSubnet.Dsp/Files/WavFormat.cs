using System.Buffers.Binary;

namespace AudioSubnet.Dsp.Files;

/// <summary>The <c>fmt </c> chunk of a WAV file, checked.</summary>
/// <param name="Tag">1 = integer PCM, 3 = IEEE float; WAVE_FORMAT_EXTENSIBLE is already resolved to the format it carries.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="SampleRate">Sample rate in Hz.</param>
/// <param name="BitsPerSample">Container size of one sample in bits.</param>
internal readonly record struct WavFormat(int Tag, int Channels, int SampleRate, int BitsPerSample)
{
    public const int Pcm = 1;
    public const int IeeeFloat = 3;
    private const int Extensible = 0xFFFE;

    /// <summary>The last 14 bytes of every sub-format GUID that stands for a plain format tag.</summary>
    private static ReadOnlySpan<byte> SubFormatTail => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public int BytesPerFrame => Channels * (BitsPerSample / 8);

    /// <summary>True if the managed reader knows these samples; otherwise (ADPCM, µ-law, …) libsndfile may.</summary>
    public bool IsLinear => (Tag, BitsPerSample) is (Pcm, 8 or 16 or 24 or 32) or (IeeeFloat, 32 or 64);

    public static WavFormat Parse(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length < 16)
            throw new AudioFileException(name, $"the WAV format chunk has {chunk.Length} bytes; at least 16 are needed.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint sampleRate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
        {
            if (chunk.Length < 40 || !chunk[26..40].SequenceEqual(SubFormatTail))
                throw new AudioFileException(name, "the WAV header says WAVE_FORMAT_EXTENSIBLE but holds no known sub-format.");
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }
        if (channels == 0)
            throw new AudioFileException(name, "the WAV header says 0 channels.");
        if (sampleRate is 0 or > 3_072_000)
            throw new AudioFileException(name, $"the WAV header says a sample rate of {sampleRate} Hz.");
        // Some writers store 12 or 20 significant bits in a 2 or 3 byte container: the container counts, samples are left-justified.
        int container = blockAlign % channels == 0 ? blockAlign / channels * 8 : 0;
        if (tag == Pcm && bits is > 0 and <= 32 && container > bits && container - bits < 8)
            bits = container;
        var format = new WavFormat(tag, channels, (int)sampleRate, bits);
        if (format.IsLinear && format.BytesPerFrame != blockAlign)
            throw new AudioFileException(
                name, $"the WAV header contradicts itself: {channels} channels of {bits} bits in blocks of {blockAlign} bytes.");
        return format;
    }
}
