namespace AudioSubnet.Dsp.Tests;

/// <summary>Test signals.</summary>
internal static class Signals
{
    public static float[] Sine(double frequency, int sampleRate, double seconds, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, (int)(seconds * sampleRate)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / sampleRate)))];

    public static float[] Noise(int length, double amplitude = 0.1, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(amplitude * (2 * random.NextDouble() - 1)))];
    }
}
