using System.Runtime.InteropServices;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI;

/// <summary>Turns sound into the format that <see cref="TextToSpeechOptions.AudioFormat"/> names.</summary>
internal static class AudioEncoding
{
    /// <summary>Media type of a format: the name, or the media type itself.</summary>
    /// <exception cref="NotSupportedException">Nothing that is written here.</exception>
    public static string MediaTypeOf(string? format) => format?.ToLowerInvariant() switch
    {
        null or "wav" or "audio/wav" or "audio/x-wav" or "audio/wave" => "audio/wav",
        "flac" or "audio/flac" => "audio/flac",
        "pcm" or "audio/pcm" => "audio/pcm",
        _ => throw new NotSupportedException($"The audio format '{format}' is not written here; wav, flac and pcm (16 bits, little-endian) are."),
    };

    /// <summary>Encodes; a volume of 1 leaves the level.</summary>
    public static DataContent Encode(AudioBuffer audio, string mediaType, float volume)
    {
        AudioBuffer sound = volume == 1 ? audio : Scaled(audio, volume);
        byte[] bytes = mediaType switch
        {
            "audio/flac" => Flac.Encode(sound),
            "audio/pcm" => Pcm16(sound),
            _ => WavFile.Encode(sound),
        };
        return new DataContent(bytes, mediaType)
        {
            AdditionalProperties = new()
            {
                ["sample_rate"] = sound.SampleRate,
                ["channels"] = sound.Channels,
                ["duration"] = TimeSpan.FromSeconds(sound.Seconds),
            },
        };
    }

    private static AudioBuffer Scaled(AudioBuffer audio, float volume) => new(
        [.. Enumerable.Range(0, audio.Channels).Select(channel =>
        {
            float[] samples = audio.Channel(channel).ToArray();
            for (int i = 0; i < samples.Length; i++)
                samples[i] *= volume;
            return samples;
        })],
        audio.SampleRate);

    private static byte[] Pcm16(AudioBuffer audio)
    {
        var samples = new short[audio.Frames * audio.Channels];
        for (int channel = 0; channel < audio.Channels; channel++)
        {
            ReadOnlySpan<float> from = audio.Channel(channel);
            for (int i = 0; i < from.Length; i++)
                samples[(i * audio.Channels) + channel] = (short)Math.Clamp(MathF.Round(from[i] * 32768f), short.MinValue, short.MaxValue);
        }
        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }
}
