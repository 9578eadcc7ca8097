using AudioSubnet.Dsp;

namespace AudioSubnet.Validator.Tests;

/// <summary>Sounds with a contour of their own, made from a seed.</summary>
internal static class Sounds
{
    public const int Rate = 16000;

    /// <summary>Syllables of noise: bursts and pauses of random length and loudness.</summary>
    public static AudioBuffer Babble(int seed, double seconds = 2)
    {
        var random = new Random(seed);
        var samples = new float[(int)(seconds * Rate)];
        for (int i = 0; i < samples.Length;)
        {
            int length = random.Next(Rate / 20, Rate / 6);
            float level = random.Next(4) == 0 ? 0.01f : 0.1f + (0.7f * random.NextSingle());
            for (int n = 0; n < length && i < samples.Length; n++, i++)
                samples[i] = level * MathF.Sin(MathF.PI * n / length) * ((random.NextSingle() * 2) - 1);
        }

        return new AudioBuffer(samples, Rate);
    }

    public static AudioBuffer WithNoise(AudioBuffer audio, float level, int seed)
    {
        var random = new Random(seed);
        return new AudioBuffer(
            [.. audio.Mono.ToArray().Select(sample => (0.5f * sample) + (level * ((random.NextSingle() * 2) - 1)))], audio.SampleRate);
    }
}
