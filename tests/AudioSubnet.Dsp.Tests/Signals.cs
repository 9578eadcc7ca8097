using AudioSubnet.Dsp.Measurements;

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

    /// <summary>A vowel: pulses of a gliding pitch through resonances ("ah": 730, 1090, 2440 Hz), as a vocal tract of another length scales them.</summary>
    public static float[] Vowel(Func<double, double> pitch, int sampleRate, double seconds, double formantScale = 1)
    {
        var samples = new float[(int)(seconds * sampleRate)];
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double before = phase;
            phase += pitch((double)i / sampleRate) / sampleRate;
            if (Math.Floor(phase) == Math.Floor(before))
                continue;
            float late = (float)((phase - Math.Floor(phase)) / (phase - before)); // the pulse lies between two samples
            samples[i] += 1 - late;
            samples[Math.Max(0, i - 1)] += late;
        }
        foreach (double formant in new[] { 730.0, 1090, 2440 })
        {
            double radius = Math.Exp(-Math.PI * 90 / sampleRate), angle = 2 * Math.PI * formant * formantScale / sampleRate;
            samples = new Biquad(1 - radius, 0, 0, -2 * radius * Math.Cos(angle), radius * radius).Filter(samples);
        }
        float peak = Levels.Peak(samples);
        return Array.ConvertAll(samples, sample => 0.5f * sample / peak);
    }
}
