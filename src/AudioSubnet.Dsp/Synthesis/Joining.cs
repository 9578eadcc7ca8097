namespace AudioSubnet.Dsp.Synthesis;

/// <summary>Joins pieces of speech that were synthesised one by one, such as the sentences of a long text, without clicks.</summary>
public static class Joining
{
    /// <summary>Level below which the ends of a piece are silence: -50 dBFS.</summary>
    private const float Silence = 0.00316f;

    /// <summary>Joins pieces with pauses between them. Silence that the pieces have at their ends counts as part of the pause, so that pauses are even.</summary>
    /// <param name="pieces">Recordings of one sample rate and number of channels.</param>
    /// <param name="pauseSeconds">From the end of one piece's sound to the beginning of the next one's. 0 cross-fades them.</param>
    /// <param name="fadeSeconds">Length of the fades, or of the cross-fade.</param>
    /// <exception cref="ArgumentException">There are no pieces, or they differ in rate or channels.</exception>
    public static AudioBuffer Join(IReadOnlyList<AudioBuffer> pieces, double pauseSeconds = 0.3, double fadeSeconds = 0.005)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentOutOfRangeException.ThrowIfNegative(pauseSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(fadeSeconds);
        if (pieces.Count == 0)
            throw new ArgumentException("There is nothing to join.", nameof(pieces));
        if (pieces.Any(piece => piece.SampleRate != pieces[0].SampleRate || piece.Channels != pieces[0].Channels))
            throw new ArgumentException("All pieces must have one sample rate and number of channels.", nameof(pieces));
        AudioBuffer joined = pieces[0];
        if (pieces.Count == 1)
            return joined;
        int rate = joined.SampleRate, pause = (int)(pauseSeconds * rate), fade = (int)(fadeSeconds * rate);
        var parts = new List<AudioBuffer> { joined };
        foreach (AudioBuffer piece in pieces.Skip(1).Where(piece => piece.Frames > 0))
            if (pause == 0)
                parts[^1] = CrossFade(parts[^1], piece, fade);
            else
            {
                int missing = pause - TrailingSilence(parts[^1]) - LeadingSilence(piece);
                parts[^1] = Fade(parts[^1], 0, fade);
                parts.Add(Zeros(joined.Channels, Math.Max(0, missing), rate));
                parts.Add(Fade(piece, fade, 0));
            }
        return Concat(parts);
    }

    /// <summary>The end of one piece over the beginning of the next. The gains follow sine and cosine, so that unrelated sounds keep their power (equal-power cross-fade).</summary>
    /// <param name="first">The piece that fades out.</param>
    /// <param name="second">The piece that fades in.</param>
    /// <param name="frames">Length of the overlap; at most the shorter piece.</param>
    public static AudioBuffer CrossFade(AudioBuffer first, AudioBuffer second, int frames)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        frames = Math.Min(frames, Math.Min(first.Frames, second.Frames));
        var channels = new float[first.Channels][];
        for (int c = 0; c < channels.Length; c++)
        {
            float[] samples = [.. first.Channel(c), .. second.Channel(c)[frames..]];
            for (int i = 0; i < frames; i++)
            {
                (double sine, double cosine) = Math.SinCos(Math.PI / 2 * (i + 0.5) / frames);
                int at = first.Frames - frames + i;
                samples[at] = (float)(samples[at] * cosine + second.Channel(c)[i] * sine);
            }
            channels[c] = samples;
        }
        return new AudioBuffer(channels, first.SampleRate);
    }

    /// <summary>Lets the ends of a piece begin and end at zero, by halves of a cosine.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="fadeIn">Frames at the beginning.</param>
    /// <param name="fadeOut">Frames at the end.</param>
    public static AudioBuffer Fade(AudioBuffer piece, int fadeIn, int fadeOut)
    {
        ArgumentNullException.ThrowIfNull(piece);
        (fadeIn, fadeOut) = (Math.Min(fadeIn, piece.Frames), Math.Min(fadeOut, piece.Frames));
        var channels = new float[piece.Channels][];
        for (int c = 0; c < channels.Length; c++)
        {
            float[] samples = piece.Channel(c).ToArray();
            for (int i = 0; i < fadeIn; i++)
                samples[i] *= Gain(i, fadeIn);
            for (int i = 0; i < fadeOut; i++)
                samples[^(i + 1)] *= Gain(i, fadeOut);
            channels[c] = samples;
        }
        return new AudioBuffer(channels, piece.SampleRate);
    }

    private static float Gain(int index, int length) => (float)(0.5 - 0.5 * Math.Cos(Math.PI * index / length));

    private static int LeadingSilence(AudioBuffer audio)
    {
        int silent = audio.Frames;
        for (int c = 0; c < audio.Channels; c++)
            if (audio.Channel(c).IndexOfAnyExceptInRange(-Silence, Silence) is >= 0 and var first)
                silent = Math.Min(silent, first);
        return silent;
    }

    private static int TrailingSilence(AudioBuffer audio)
    {
        int silent = audio.Frames;
        for (int c = 0; c < audio.Channels; c++)
            if (audio.Channel(c).LastIndexOfAnyExceptInRange(-Silence, Silence) is >= 0 and var last)
                silent = Math.Min(silent, audio.Frames - 1 - last);
        return silent;
    }

    private static AudioBuffer Zeros(int channels, int frames, int rate) => new([.. Enumerable.Range(0, channels).Select(_ => new float[frames])], rate);

    private static AudioBuffer Concat(IReadOnlyList<AudioBuffer> parts) =>
        new([.. Enumerable.Range(0, parts[0].Channels).Select(c => parts.SelectMany(part => part.Channel(c).ToArray()).ToArray())], parts[0].SampleRate);
}
