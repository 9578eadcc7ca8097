using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;

namespace AudioSubnet.Protocol;

/// <summary>Encodes and decodes <see cref="CompactAudio"/>. What comes from a peer is bounded before memory is taken for it.</summary>
internal static class CompactAudioCodec
{
    private const float FullScale = 32768f;

    /// <summary>Encodings that this machine writes and reads, best first. FLAC needs libsndfile.</summary>
    public static IReadOnlyList<string> Supported { get; } =
        FlacWorks() ? [AudioEncoding.Flac, AudioEncoding.Pcm16] : [AudioEncoding.Pcm16];

    /// <summary>The first encoding of a caller's list that this machine writes, or null.</summary>
    public static string? Choose(IReadOnlyList<string>? accepted) =>
        accepted?.Take(ProtocolLimits.MaxAcceptedEncodings).FirstOrDefault(name => Supported.Contains(name, StringComparer.Ordinal));

    public static CompactAudio Encode(AudioBuffer audio, string encoding) => new()
    {
        Encoding = encoding,
        SampleRate = audio.SampleRate,
        Channels = audio.Channels,
        Data = Convert.ToBase64String(encoding == AudioEncoding.Flac ? Flac.Encode(audio) : EncodePcm(audio)),
    };

    public static bool TryDecode(
        CompactAudio compact,
        string field,
        double maxSeconds,
        [NotNullWhen(true)] out AudioBuffer? audio,
        [NotNullWhen(false)] out string? error)
    {
        audio = null;
        error = CheckHead(compact) ?? Decode(compact, maxSeconds, out audio);
        if (error is null && audio is not null)
            error = AudioChecks.Check(audio, maxSeconds);
        if (error is null && audio is not null)
            return true;
        audio = null;
        error = $"{field}: {error}";
        return false;
    }

    private static string? CheckHead(CompactAudio compact) =>
        ProtocolLimits.CheckSampleRate(compact.SampleRate)
        ?? (compact.Channels is < 1 or > ProtocolLimits.MaxChannels
            ? $"{compact.Channels} channels; between 1 and {ProtocolLimits.MaxChannels} can be read."
            : null);

    /// <summary>True if libsndfile is there: it is the only way to know.</summary>
    private static bool FlacWorks()
    {
        try
        {
            return Flac.Encode(new AudioBuffer(new float[ProtocolLimits.MinSampleRate / 10], ProtocolLimits.MinSampleRate)).Length > 0;
        }
        catch (AudioFileException)
        {
            return false;
        }
    }

    private static string? Decode(CompactAudio compact, double maxSeconds, out AudioBuffer? audio)
    {
        audio = null;
        int maxFrames = ProtocolLimits.MaxFrames(maxSeconds, compact.SampleRate);
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(compact.Data ?? "");
        }
        catch (FormatException)
        {
            return "data is not base64.";
        }

        switch (compact.Encoding)
        {
            case AudioEncoding.Pcm16:
                return DecodePcm(bytes, compact, maxFrames, out audio);
            case AudioEncoding.Flac:
                try
                {
                    audio = Flac.Decode(bytes, maxFrames, compact.Channels);
                }
                catch (AudioFileException e)
                {
                    return e.Message;
                }

                return audio.SampleRate == compact.SampleRate && audio.Channels == compact.Channels
                    ? null
                    : $"the FLAC file has {audio.SampleRate} Hz and {audio.Channels} channels, "
                        + $"the field says {compact.SampleRate} Hz and {compact.Channels}.";
            default:
                return $"the encoding '{compact.Encoding}' is not known; use {string.Join(" or ", Supported)}.";
        }
    }

    private static byte[] EncodePcm(AudioBuffer audio)
    {
        var bytes = new byte[2 * audio.Frames * audio.Channels];
        for (int c = 0; c < audio.Channels; c++)
        {
            ReadOnlySpan<float> samples = audio.Channel(c);
            for (int i = 0; i < samples.Length; i++)
            {
                int value = (int)Math.Clamp(MathF.Round(samples[i] * FullScale), short.MinValue, short.MaxValue);
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * ((i * audio.Channels) + c)), (short)value);
            }
        }

        return bytes;
    }

    private static string? DecodePcm(byte[] bytes, CompactAudio compact, int maxFrames, out AudioBuffer? audio)
    {
        audio = null;
        int frameBytes = 2 * compact.Channels;
        if (bytes.Length % frameBytes != 0)
            return $"{bytes.Length} bytes are not whole frames of {frameBytes} bytes.";
        int frames = bytes.Length / frameBytes;
        if (frames > maxFrames)
            return $"{frames} frames are more than the limit of {maxFrames}.";
        var channels = new float[compact.Channels][];
        for (int c = 0; c < channels.Length; c++)
        {
            channels[c] = new float[frames];
            for (int i = 0; i < frames; i++)
                channels[c][i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * ((i * compact.Channels) + c))) / FullScale;
        }

        audio = new AudioBuffer(channels, compact.SampleRate);
        return null;
    }
}
