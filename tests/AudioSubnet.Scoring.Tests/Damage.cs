using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Tests;

/// <summary>Ways to spoil a recording by a known amount.</summary>
internal static class Damage
{
    public static AudioBuffer Map(AudioBuffer audio, Func<float, int, float> change)
    {
        float[] samples = audio.ToMono().Mono.ToArray();
        for (int i = 0; i < samples.Length; i++)
            samples[i] = change(samples[i], i);
        return new AudioBuffer(samples, audio.SampleRate);
    }

    public static double Rms(AudioBuffer audio) => Math.Sqrt(audio.ToMono().Mono.ToArray().Average(sample => sample * (double)sample));

    /// <summary>White noise that many dB below the speech.</summary>
    public static AudioBuffer Noise(AudioBuffer audio, double decibels)
    {
        var random = new Random(7);
        double amplitude = Rms(audio) * Math.Pow(10, -decibels / 20) * Math.Sqrt(3);
        return Map(audio, (sample, _) => (float)(sample + amplitude * (2 * random.NextDouble() - 1)));
    }

    /// <summary>A 50 Hz hum that many dB below the speech.</summary>
    public static AudioBuffer Hum(AudioBuffer audio, double decibels)
    {
        double amplitude = Rms(audio) * Math.Pow(10, -decibels / 20) * Math.Sqrt(2);
        return Map(audio, (sample, i) => (float)(sample + amplitude * Math.Sin(2 * Math.PI * 50 * i / audio.SampleRate)));
    }

    /// <summary>Driven into full scale by that factor over the peak.</summary>
    public static AudioBuffer Clip(AudioBuffer audio, float drive)
    {
        float peak = audio.ToMono().Mono.ToArray().Max(Math.Abs);
        return Map(audio, (sample, _) => Math.Clamp(sample / peak * drive, -1, 1));
    }

    /// <summary>Only the first share of the recording.</summary>
    public static AudioBuffer Cut(AudioBuffer audio, double share) => new(audio.ToMono().Mono.ToArray()[..(int)(audio.Frames * share)], audio.SampleRate);

    /// <summary>Only silence of the same length.</summary>
    public static AudioBuffer Silence(AudioBuffer audio) => new(new float[audio.Frames], audio.SampleRate);

    /// <summary>One recording after another.</summary>
    public static AudioBuffer Join(params AudioBuffer[] parts) => new([.. parts.SelectMany(part => part.ToMono().Mono.ToArray())], parts[0].SampleRate);

    public static AudioBuffer Gain(AudioBuffer audio, float gain) => Map(audio, (sample, _) => sample * gain);
}
