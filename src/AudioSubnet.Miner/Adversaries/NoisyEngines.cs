using AudioSubnet.Dsp;

namespace AudioSubnet.Miner.Adversaries;

/// <summary>White noise over the sound, 6 dB above it, scaled so that nothing clips.</summary>
internal sealed class NoisyEngines(MinerEngines honest) : DistortingEngines(honest)
{
    /// <summary>Root mean square of the noise relative to that of the sound: +6 dB.</summary>
    private const double NoiseToSignal = 2;

    protected override AudioBuffer Distort(AudioBuffer audio)
    {
        ReadOnlySpan<float> sound = audio.ToMono().Mono.Span;
        double energy = 0;
        foreach (float sample in sound)
            energy += (double)sample * sample;
        double rms = Math.Sqrt(energy / Math.Max(1, sound.Length));

        // Uniform noise within ±a has a root mean square of a / √3.
        double amplitude = rms * NoiseToSignal * Math.Sqrt(3);
        var random = new Random(audio.Frames);
        var noisy = new float[sound.Length];
        float peak = 1;
        for (int i = 0; i < noisy.Length; i++)
        {
            noisy[i] = sound[i] + (float)(((random.NextDouble() * 2) - 1) * amplitude);
            peak = Math.Max(peak, Math.Abs(noisy[i]));
        }

        return new AudioBuffer(Array.ConvertAll(noisy, sample => sample / peak), audio.SampleRate);
    }
}
