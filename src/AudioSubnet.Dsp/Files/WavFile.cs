using System.Buffers.Binary;

namespace AudioSubnet.Dsp.Files;

/// <summary>
/// WAV in managed code. Reads integer PCM of 8, 16, 24 and 32 bits and float of 32 and 64 bits, plain or WAVE_FORMAT_EXTENSIBLE,
/// any number of channels, also when the sizes in the header were never filled in because the writer was a pipe.
/// Format: Microsoft, "Multiple Channel Audio Data and WAVE Files" (2001).
/// </summary>
public static class WavFile
{
    private const int HeaderBytes = 12;

    /// <summary>True if the bytes begin like a WAV file.</summary>
    public static bool IsWav(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderBytes && bytes[..4].SequenceEqual("RIFF"u8) && bytes[8..12].SequenceEqual("WAVE"u8);

    /// <summary>Reads a whole WAV file held in memory. Integer samples are divided by 2^(bits-1).</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="limits">Bounds; null takes <see cref="AudioReadLimits.Default"/>.</param>
    /// <exception cref="AudioFileException">Not a WAV file, a header that contradicts itself, an encoding that is not linear, or beyond the limits.</exception>
    public static AudioBuffer Decode(ReadOnlySpan<byte> bytes, string name, AudioReadLimits? limits = null)
    {
        var format = Locate(bytes, name, out var data);
        if (!format.IsLinear)
            throw new AudioFileException(name, $"WAV format {format.Tag} with {format.BitsPerSample} bits is not linear PCM or float.");
        int frames = data.Length / format.BytesPerFrame;
        long samples = (long)frames * format.Channels;
        long maxSamples = (limits ?? AudioReadLimits.Default).MaxSamples;
        if (samples > maxSamples)
            throw new AudioFileException(name, $"holds {samples} samples; the limit is {maxSamples}.");
        var channels = new float[format.Channels][];
        for (int channel = 0; channel < channels.Length; channel++)
            channels[channel] = ReadChannel(data, format, channel, frames);
        return new AudioBuffer(channels, format.SampleRate);
    }

    /// <summary>Writes a WAV file into memory.</summary>
    /// <param name="audio">The sound; every sample finite.</param>
    /// <param name="encoding">How to store samples.</param>
    /// <exception cref="ArgumentException">A sample is NaN or infinite, or the sound exceeds the 2 GB that are written at most.</exception>
    public static byte[] Encode(AudioBuffer audio, WavEncoding encoding = WavEncoding.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(audio);
        RequireFinite(audio);
        int sampleBytes = encoding switch { WavEncoding.Pcm16 => 2, WavEncoding.Pcm24 => 3, _ => 4 };
        // More than two channels or 16 bits call for WAVE_FORMAT_EXTENSIBLE; float32 in one or two channels is common in the plain form.
        bool extensible = audio.Channels > 2 || encoding == WavEncoding.Pcm24;
        int formatBytes = extensible ? 40 : 16;
        long dataBytes = (long)audio.Frames * audio.Channels * sampleBytes;
        int headerBytes = HeaderBytes + 8 + formatBytes + 8;
        if (audio.Channels > ushort.MaxValue / sampleBytes || dataBytes > int.MaxValue - headerBytes - 1)
            throw new ArgumentException($"{audio.Channels} channels of {audio.Frames} samples do not fit into a WAV file.", nameof(audio));

        long padded = dataBytes + (dataBytes & 1); // chunks are padded to an even size
        var bytes = new byte[headerBytes + padded];
        WriteHeader(bytes, audio, encoding, sampleBytes, extensible, (int)dataBytes);
        var data = bytes.AsSpan(headerBytes);
        int at = 0;
        for (int i = 0; i < audio.Frames; i++)
            for (int channel = 0; channel < audio.Channels; channel++, at += sampleBytes)
                WriteSample(data[at..], audio.Channel(channel)[i], encoding);
        return bytes;
    }

    /// <summary>The sample as a 16-bit integer: times 32768, rounded to nearest, clipped.</summary>
    internal static short ToPcm16(float sample) => (short)Math.Clamp(MathF.Round(sample * 32768f), short.MinValue, short.MaxValue);

    /// <summary>Refuses NaN and infinity, which integers cannot hold and players turn into noise.</summary>
    internal static void RequireFinite(AudioBuffer audio)
    {
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            var samples = audio.Channel(channel);
            for (int i = 0; i < samples.Length; i++)
                if (!float.IsFinite(samples[i]))
                    throw new ArgumentException($"Sample {i} of channel {channel} is {samples[i]}; only finite samples can be written.", nameof(audio));
        }
    }

    /// <summary>Walks the chunks and finds format and data.</summary>
    internal static WavFormat Locate(ReadOnlySpan<byte> bytes, string name, out ReadOnlySpan<byte> data)
    {
        if (!IsWav(bytes))
            throw new AudioFileException(name, "is not a WAV file (no RIFF/WAVE header).");
        WavFormat? format = null;
        int position = HeaderBytes;
        while (bytes.Length - position >= 8)
        {
            var id = bytes.Slice(position, 4);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(position + 4)..]);
            position += 8;
            int available = bytes.Length - position;
            if (id.SequenceEqual("data"u8))
            {
                if (format is null)
                    throw new AudioFileException(name, "the WAV data comes before its format chunk.");
                // A writer into a pipe cannot go back to fill in the size and leaves 0 or a huge number; a cut file has less than it says.
                // In both cases what is there is what there is.
                bool unknown = size == 0 || size > (uint)available;
                data = bytes.Slice(position, unknown ? available : (int)size);
                return format.Value;
            }
            if (size > (uint)available)
                throw new AudioFileException(name, $"a WAV chunk claims {size} bytes where {available} are left.");
            if (id.SequenceEqual("fmt "u8))
                format = WavFormat.Parse(bytes.Slice(position, (int)size), name);
            position += (int)Math.Min(size + (size & 1), (uint)available);
        }
        throw new AudioFileException(name, "the WAV file has no data chunk.");
    }

    private static float[] ReadChannel(ReadOnlySpan<byte> data, WavFormat format, int channel, int frames)
    {
        int sampleBytes = format.BitsPerSample / 8;
        int step = format.BytesPerFrame;
        var samples = new float[frames];
        for (int i = 0, at = channel * sampleBytes; i < frames; i++, at += step)
        {
            var sample = data.Slice(at, sampleBytes);
            samples[i] = (format.Tag, format.BitsPerSample) switch
            {
                (WavFormat.Pcm, 8) => (sample[0] - 128) / 128f,
                (WavFormat.Pcm, 16) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32768f,
                (WavFormat.Pcm, 24) => ((sample[0] << 8) | (sample[1] << 16) | (sample[2] << 24)) / 2147483648f,
                (WavFormat.Pcm, _) => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2147483648f,
                (_, 32) => BinaryPrimitives.ReadSingleLittleEndian(sample),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(sample),
            };
        }
        return samples;
    }

    private static void WriteHeader(Span<byte> bytes, AudioBuffer audio, WavEncoding encoding, int sampleBytes, bool extensible, int dataBytes)
    {
        int formatBytes = extensible ? 40 : 16;
        int tag = encoding == WavEncoding.Float32 ? WavFormat.IeeeFloat : WavFormat.Pcm;
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], formatBytes);
        var format = bytes[20..];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)(extensible ? 0xFFFE : tag));
        BinaryPrimitives.WriteUInt16LittleEndian(format[2..], (ushort)audio.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(format[4..], audio.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(format[8..], (uint)((long)audio.SampleRate * audio.Channels * sampleBytes));
        BinaryPrimitives.WriteUInt16LittleEndian(format[12..], (ushort)(audio.Channels * sampleBytes));
        BinaryPrimitives.WriteUInt16LittleEndian(format[14..], (ushort)(sampleBytes * 8));
        if (extensible)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(format[16..], 22);
            BinaryPrimitives.WriteUInt16LittleEndian(format[18..], (ushort)(sampleBytes * 8));
            BinaryPrimitives.WriteUInt16LittleEndian(format[24..], (ushort)tag);
            ReadOnlySpan<byte> tail = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
            tail.CopyTo(format[26..]);
        }
        "data"u8.CopyTo(format[formatBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(format[(formatBytes + 4)..], dataBytes);
    }

    private static void WriteSample(Span<byte> bytes, float sample, WavEncoding encoding)
    {
        switch (encoding)
        {
            case WavEncoding.Pcm16:
                BinaryPrimitives.WriteInt16LittleEndian(bytes, ToPcm16(sample));
                break;
            case WavEncoding.Pcm24:
                int value = (int)Math.Clamp(Math.Round(sample * 8388608.0), -8388608, 8388607);
                bytes[0] = (byte)value;
                bytes[1] = (byte)(value >> 8);
                bytes[2] = (byte)(value >> 16);
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, sample);
                break;
        }
    }
}
