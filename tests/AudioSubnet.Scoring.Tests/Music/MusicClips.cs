using System.Collections.Concurrent;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Music;

namespace AudioSubnet.Scoring.Tests.Music;

/// <summary>Real composed music, and sounds that are none.</summary>
internal static class MusicClips
{
    public const int Rate = 32000;

    private static readonly FluidSynthComposer s_composer = new();
    private static readonly ConcurrentDictionary<(string, double, int), Task<AudioBuffer>> s_composed = new();

    /// <summary>A piece in one channel, as the network carries it; composed once.</summary>
    public static Task<AudioBuffer> ComposeAsync(string prompt, double seconds = 15, int seed = 1) => s_composed.GetOrAdd((prompt, seconds, seed), async key =>
        (await s_composer.ComposeAsync(new MusicRequest(key.Item1, key.Item2) { Seed = key.Item3 })).ToMono());

    public static AudioBuffer Make(Func<double, double> wave, double seconds = 15)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)wave((double)i / Rate);
        return new AudioBuffer(samples, Rate);
    }

    public static AudioBuffer Sine(double frequency) => Make(t => 0.3 * Math.Sin(2 * Math.PI * frequency * t));

    /// <summary>Mains hum with two harmonics.</summary>
    public static AudioBuffer Hum() => Make(t => 0.3 * Math.Sin(2 * Math.PI * 50 * t) + 0.1 * Math.Sin(2 * Math.PI * 150 * t) + 0.05 * Math.Sin(2 * Math.PI * 250 * t));

    public static AudioBuffer WhiteNoise()
    {
        var random = new Random(3);
        return Make(_ => 0.3 * (2 * random.NextDouble() - 1));
    }

    public static AudioBuffer Clicks() => Make(t => t % 0.5 < 0.001 ? 0.8 : 0);

    /// <summary>A stretch of a recording over and over.</summary>
    public static AudioBuffer Loop(AudioBuffer audio, double start, double length)
    {
        float[] samples = audio.Mono.ToArray();
        int from = (int)(start * Rate), count = (int)(length * Rate);
        return new AudioBuffer([.. Enumerable.Range(0, samples.Length).Select(i => samples[from + i % count])], Rate);
    }
}
