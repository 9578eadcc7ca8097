using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using AudioSubnet.Dsp;

namespace AudioSubnet.Protocol;

/// <summary>
/// Audio as a JSON list of numbers, the form that every peer of the network reads. The list says nothing about its sample rate.
/// </summary>
/// <remarks>
/// Python peers send one flat list, or, for a voice to clone, one list a channel. Their numbers are floats within [-1, 1], floats of any
/// scale, or the integers of a 16 or 32 bit WAV file; <see cref="TryToAudio"/> tells them apart. Reading a list never throws on its
/// content:
/// what was wrong is kept and reported when the audio is asked for.
/// </remarks>
[JsonConverter(typeof(SampleListConverter))]
public sealed class SampleList
{
    private const float Int16Scale = 32768f;
    private const float Int32Scale = 2147483648f;

    private readonly float[][] _channels;
    private readonly string? _fault;

    internal SampleList(float[][] channels, string? fault)
    {
        _channels = channels;
        _fault = fault;
    }

    /// <summary>The list of a clip: flat for mono, one list a channel otherwise. Samples beyond full scale are clipped.</summary>
    /// <exception cref="ArgumentException">A sample is NaN or infinite.</exception>
    public static SampleList FromAudio(AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var channels = new float[audio.Channels][];
        for (int c = 0; c < channels.Length; c++)
        {
            ReadOnlySpan<float> samples = audio.Channel(c);
            if (AudioChecks.FindNonFinite(samples) is int bad and >= 0)
                throw new ArgumentException($"Sample {bad} of channel {c} is not a finite number.", nameof(audio));
            channels[c] = new float[samples.Length];
            for (int i = 0; i < samples.Length; i++)
                channels[c][i] = Math.Clamp(samples[i], -1f, 1f);
        }

        return new SampleList(channels, fault: null);
    }

    /// <summary>The numbers as they stand, <c>[channels][frames]</c>.</summary>
    internal IReadOnlyList<float[]> Channels => _channels;

    /// <summary>Number of numbers in each channel.</summary>
    public int Frames => _channels.Length == 0 ? 0 : _channels[0].Length;

    /// <summary>Turns the numbers into audio within [-1, 1].</summary>
    /// <param name="sampleRate">The rate that the synapse's documentation gives the list, in Hz.</param>
    /// <param name="maxSeconds">Longest duration, in seconds.</param>
    /// <param name="audio">The audio, if the list holds some.</param>
    /// <param name="error">What was wrong, if it does not.</param>
    /// <remarks>
    /// Scale, decided by the largest magnitude over all channels: at most 1: as it is. Whole numbers only: divided by 2^15 if that
    /// contains them, else by 2^31. Fractions beyond 1: divided by the largest magnitude, which is what the existing network does to
    /// every clip.
    /// A larger number than 2^31 is refused. A list of zeros stays a list of zeros.
    /// </remarks>
    public bool TryToAudio(
        int sampleRate, double maxSeconds, [NotNullWhen(true)] out AudioBuffer? audio, [NotNullWhen(false)] out string? error)
    {
        audio = null;
        error = _fault ?? ProtocolLimits.CheckSampleRate(sampleRate) ?? CheckLength(sampleRate, maxSeconds);
        if (error is not null)
            return false;

        float peak = 0;
        bool whole = true;
        foreach (float[] channel in _channels)
        {
            foreach (float sample in channel)
            {
                peak = Math.Max(peak, Math.Abs(sample));
                whole &= sample == MathF.Truncate(sample);
            }
        }

        if (peak > Int32Scale)
        {
            error = $"a sample of magnitude {peak:g3} is beyond the 32-bit integers; send floats within [-1, 1].";
            return false;
        }

        float scale = peak <= 1 ? 1 : !whole ? peak : peak <= Int16Scale ? Int16Scale : Int32Scale;
        audio = new AudioBuffer([.. _channels.Select(channel => Array.ConvertAll(channel, sample => sample / scale))], sampleRate);
        return true;
    }

    private string? CheckLength(int sampleRate, double maxSeconds)
    {
        if (Frames == 0)
            return "the list of samples is empty.";
        if (_channels.Length > ProtocolLimits.MaxChannels)
            return $"the list has {_channels.Length} channels; the limit is {ProtocolLimits.MaxChannels}.";
        if (_channels.Any(channel => channel.Length != Frames))
            return "the channels of the list differ in length.";
        return Frames > ProtocolLimits.MaxFrames(maxSeconds, sampleRate)
            ? $"the list has {Frames} samples, {(double)Frames / sampleRate:0.0} s at {sampleRate} Hz; the limit is {maxSeconds:0.#} s."
            : null;
    }
}
