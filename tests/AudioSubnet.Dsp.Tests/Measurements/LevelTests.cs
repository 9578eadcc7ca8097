using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Dsp.Tests.Measurements;

[Trait("Area", "scoring")]
public class LevelTests
{
    [Fact]
    public void A_full_scale_sine_has_a_peak_of_zero_and_minus_three_decibels_rms()
    {
        float[] sine = Signals.Sine(1000, 48000, 1, amplitude: 1);
        Levels.PeakDecibels(sine).ShouldBe(0, 0.001);
        Levels.RmsDecibels(sine).ShouldBe(-3.01, 0.01);
        Levels.RmsDecibels(new float[100]).ShouldBe(Levels.Floor);
        Levels.RmsDecibels([]).ShouldBe(Levels.Floor);
    }

    [Theory]
    [InlineData(48000, 1, -23)]
    [InlineData(16000, 1, -23)]
    [InlineData(48000, 2, -20)]
    public void A_1_kHz_sine_of_minus_20_dBFS_has_minus_23_LUFS_a_channel(int sampleRate, int channels, double expected)
    {
        // BS.1770: a 997 Hz sine at 0 dBFS in one front channel reads -3.01 LUFS.
        float[] sine = Signals.Sine(997, sampleRate, 3, amplitude: 0.1);
        Loudness.Integrated(new AudioBuffer([.. Enumerable.Repeat(sine, channels)], sampleRate)).ShouldBe(expected, 0.1);
    }

    [Fact]
    public void Silence_between_the_sounds_does_not_lower_loudness()
    {
        float[] sine = Signals.Sine(997, 16000, 3, amplitude: 0.1);
        double paused = Loudness.Integrated(new AudioBuffer([.. sine, .. new float[64000], .. sine], 16000));
        paused.ShouldBe(Loudness.Integrated(new AudioBuffer(sine, 16000)), 0.3);
        Loudness.Integrated(new AudioBuffer(new float[16000], 16000)).ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void The_harder_a_sine_is_clipped_the_higher_the_ratio()
    {
        double[] ratios = [.. new[] { 1.0, 1.2, 2, 4 }.Select(gain =>
            Levels.ClippingRatio([.. Signals.Sine(200, 16000, 1, gain).Select(x => Math.Clamp(x, -0.99f, 0.99f))]))];
        Levels.ClippingRatio(Signals.Sine(200, 16000, 1, 0.9)).ShouldBeLessThan(0.04);
        Levels.ClippingRatio(new float[100]).ShouldBe(0);
        ratios.ShouldBe(ratios.Order());
        ratios[3].ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Noise_lowers_the_measured_signal_to_noise_ratio_step_by_step()
    {
        float[] speech = [.. Signals.Sine(300, 16000, 1), .. new float[8000], .. Signals.Sine(500, 16000, 1), .. new float[8000]];
        double previous = double.PositiveInfinity;
        foreach (double amplitude in new[] { 0.001, 0.01, 0.1, 0.5 })
        {
            float[] noise = Signals.Noise(speech.Length, amplitude);
            var estimate = NoiseEstimate.Measure([.. speech.Zip(noise, (a, b) => a + b)], 16000);
            estimate.NoiseFloor.ShouldBe(Levels.RmsDecibels(noise), 1);
            estimate.SignalToNoise.ShouldBeLessThan(previous);
            previous = estimate.SignalToNoise;
        }
    }

    [Fact]
    public void Silence_is_counted_relative_to_the_loudest_block()
    {
        float[] half = [.. Signals.Sine(300, 16000, 1), .. Signals.Noise(16000, 0.0001)];
        Levels.SilenceRatio(half, 16000).ShouldBe(0.5, 0.01);
        Levels.SilenceRatio(new float[16000], 16000).ShouldBe(1);
        Levels.SilenceRatio([], 16000).ShouldBe(1);
    }

    [Fact]
    public void Spectral_shape_of_hand_made_spectra()
    {
        float[] line = [0, 0, 1, 0, 0]; // 0, 1, 2, 3, 4 kHz
        SpectralShape.Centroid(line, 8000).ShouldBe(2000);
        SpectralShape.Bandwidth(line, 8000).ShouldBe(0);
        SpectralShape.RollOff(line, 8000).ShouldBe(2000);
        SpectralShape.Flatness(line).ShouldBeLessThan(0.001);
        float[] flat = [1, 1, 1, 1, 1];
        SpectralShape.Flatness(flat).ShouldBe(1, 1e-9);
        SpectralShape.Bandwidth(flat, 8000).ShouldBe(Math.Sqrt(2) * 1000, 1e-6);
        SpectralShape.RollOff(flat, 8000, 0.8).ShouldBe(3000);
        SpectralShape.Flatness([1, 4]).ShouldBe(0.8, 1e-9); // 2 / 2.5
    }
}
