namespace AudioSubnet.Dsp;

/// <summary>Sound as float32 samples, one array a channel, nominally within [-1, 1]. Immutable by convention: holders do not write into the arrays of others.</summary>
public sealed class AudioBuffer
{
    private readonly float[][] _channels;

    /// <summary>Takes ownership of channel arrays <c>[channels][frames]</c> of equal length.</summary>
    /// <param name="channels">One array a channel.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <exception cref="ArgumentException">No channels, unequal lengths, or a sample rate that is not positive.</exception>
    public AudioBuffer(float[][] channels, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Length == 0)
            throw new ArgumentException("Audio needs at least one channel.", nameof(channels));
        if (channels.Any(channel => channel.Length != channels[0].Length))
            throw new ArgumentException("All channels must have the same length.", nameof(channels));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        _channels = channels;
        SampleRate = sampleRate;
    }

    /// <summary>Takes ownership of mono samples.</summary>
    public AudioBuffer(float[] samples, int sampleRate)
        : this([samples], sampleRate)
    {
    }

    /// <summary>Sample rate in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Number of channels.</summary>
    public int Channels => _channels.Length;

    /// <summary>Number of samples in each channel.</summary>
    public int Frames => _channels[0].Length;

    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Frames / SampleRate;

    /// <summary>The samples of one channel.</summary>
    public ReadOnlySpan<float> Channel(int index) => _channels[index];

    /// <summary>The samples of a mono buffer; for several channels use <see cref="ToMono"/> first.</summary>
    /// <exception cref="InvalidOperationException">The buffer has more than one channel.</exception>
    public ReadOnlyMemory<float> Mono =>
        Channels == 1 ? _channels[0] : throw new InvalidOperationException($"Audio has {Channels} channels; call ToMono() first.");

    /// <summary>The mean of the channels; this object itself if it is mono.</summary>
    public AudioBuffer ToMono()
    {
        if (Channels == 1)
            return this;
        var mono = new float[Frames];
        foreach (float[] channel in _channels)
            for (int i = 0; i < mono.Length; i++)
                mono[i] += channel[i] / _channels.Length;
        return new AudioBuffer(mono, SampleRate);
    }
}
