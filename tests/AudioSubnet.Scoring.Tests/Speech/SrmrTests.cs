using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Tests.Speech;

[Trait("Area", "scoring")]
public class SrmrTests(Speaking speaking)
{
    [Fact]
    public async Task Falls_as_the_room_grows()
    {
        AudioBuffer dry = await speaking.SpeakAsync(Speaking.Fox, "rms");
        double[] values = [Srmr.Measure(dry)!.Value, Srmr.Measure(Reverberate(dry, 0.05f))!.Value, Srmr.Measure(Reverberate(dry, 0.3f))!.Value];
        values[1].ShouldBeLessThan(values[0], string.Join(", ", values));
        values[2].ShouldBeLessThan(values[1], string.Join(", ", values));
    }

    [Fact]
    public async Task Falls_as_noise_rises()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Fox, "rms");
        double[] values = [Srmr.Measure(clean)!.Value, Srmr.Measure(Damage.Noise(clean, 10))!.Value, Srmr.Measure(Damage.Noise(clean, 0))!.Value];
        values[1].ShouldBeLessThan(values[0]);
        values[2].ShouldBeLessThan(values[1]);
    }

    [Fact]
    public void Is_not_measured_below_one_window_or_without_sound()
    {
        Srmr.Measure(new AudioBuffer(new float[1600], 16000)).ShouldBeNull();
        Srmr.Measure(new AudioBuffer(new float[16000], 16000)).ShouldBeNull();
    }

    /// <summary>A room of 0.4 s whose diffuse sound has that amplitude: noise that decays exponentially, thinned to 200 echoes.</summary>
    private static AudioBuffer Reverberate(AudioBuffer audio, float amplitude)
    {
        float[] dry = audio.Mono.ToArray();
        float[] wet = [.. dry];
        var random = new Random(3);
        for (int echo = 0; echo < 200; echo++)
        {
            int delay = random.Next(100, 6400);
            float gain = amplitude * (random.Next(2) * 2 - 1) * MathF.Exp(-delay / 2500f);
            for (int i = delay; i < wet.Length; i++)
                wet[i] += gain * dry[i - delay];
        }
        return new AudioBuffer(wet, audio.SampleRate);
    }
}
