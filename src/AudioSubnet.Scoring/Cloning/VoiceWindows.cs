using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>Cuts a recording into windows that a speaker encoder hears one by one, so that no part of it hides behind the rest.</summary>
internal static class VoiceWindows
{
    private const int SampleRate = 16000;
    private const int Block = SampleRate / 50;

    /// <summary>Encoders of speakers are trained on pieces of about 3 s; shorter ones are told apart badly.</summary>
    private const double WindowSeconds = 3;

    /// <summary>Recordings beyond a minute are cut into this many longer windows.</summary>
    private const int MaxWindows = 20;

    /// <summary>Quieter than the loud blocks by more than this, in dB, is a pause.</summary>
    private const double PauseLevel = 30;

    /// <summary>Blocks of a pause that are kept; the rest is cut out.</summary>
    private const int PauseBlocks = 10;

    /// <summary>Level of each window, root mean square: loudness is no part of a voice, and not every encoder takes it out by itself.</summary>
    private const double Level = 0.06;

    /// <summary>
    /// The speech at 16 kHz in windows of one length and one level, spread evenly so that every sample is in at least one; long pauses are shortened to 0.2 s.
    /// </summary>
    /// <param name="audio">Mono, finite samples.</param>
    public static IReadOnlyList<AudioBuffer> Cut(AudioBuffer audio)
    {
        float[] speech = WithoutPauses(Resampler.Resample(audio.Mono.Span, audio.SampleRate, SampleRate));
        const int window = (int)(WindowSeconds * SampleRate);
        int count = Math.Clamp((speech.Length + window - 1) / window, 1, MaxWindows);
        int length = Math.Min(speech.Length, Math.Max(window, (speech.Length + count - 1) / count));
        return [.. Enumerable.Range(0, count).Select(i => Piece(speech, count == 1 ? 0 : (int)((long)(speech.Length - length) * i / (count - 1)), length))];
    }

    private static AudioBuffer Piece(float[] speech, int start, int length)
    {
        float[] samples = speech[start..(start + length)];
        double energy = 0;
        foreach (float sample in samples)
            energy += sample * (double)sample;
        float gain = energy > 0 ? (float)(Level / Math.Sqrt(energy / length)) : 1;
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= gain;
        return new AudioBuffer(samples, SampleRate);
    }

    private static float[] WithoutPauses(float[] samples)
    {
        double[] levels = Levels.BlockDecibels(samples, Block);
        if (levels.Length == 0)
            return samples;
        double threshold = levels.Order().ElementAt(levels.Length * 95 / 100) - PauseLevel;
        var speech = new List<float>(samples.Length);
        int quiet = 0;
        for (int block = 0; block < levels.Length; block++)
        {
            quiet = levels[block] < threshold ? quiet + 1 : 0;
            if (quiet <= PauseBlocks)
                speech.AddRange(samples.AsSpan(block * Block, Math.Min(Block, samples.Length - block * Block)));
        }
        return [.. speech];
    }
}
