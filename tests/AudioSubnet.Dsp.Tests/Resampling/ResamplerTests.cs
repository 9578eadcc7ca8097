using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Dsp.Tests.Resampling;

public class ResamplerTests
{
    [Theory]
    [InlineData(16000, 22050)]
    [InlineData(22050, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(8000, 44100)]
    [InlineData(44100, 44101)]
    public void A_tone_in_the_passband_comes_out_as_the_same_tone(int from, int to)
    {
        foreach (double share in new[] { 0.02, 0.3, 0.6, 0.88 })
        {
            double frequency = share * Math.Min(from, to) / 2;
            float[] result = Resampler.Resample(Signals.Sine(frequency, from, 0.5), from, to);
            float[] expected = Signals.Sine(frequency, to, 0.5);
            result.Length.ShouldBe((int)Math.Ceiling(from / 2 * (double)to / from));
            int edge = to / 10; // the sudden start and end of the tone are not band-limited
            for (int i = edge; i < expected.Length - edge; i++)
                ((double)Math.Abs(result[i] - expected[i])).ShouldBeLessThan(0.5 * 1.2e-3, $"{frequency} Hz, sample {i}"); // 0.01 dB
        }
    }

    [Theory]
    [InlineData(48000, 16000, 8001)]
    [InlineData(48000, 16000, 15000)]
    [InlineData(22050, 16000, 8100)]
    [InlineData(44100, 8000, 20000)]
    public void A_tone_above_the_new_band_vanishes_by_eighty_decibels(int from, int to, double frequency)
    {
        float[] tone = Signals.Sine(frequency, from, 1);
        float[] result = Resampler.Resample(tone, from, to);
        double alias = Levels.RmsDecibels(result.AsSpan(to / 10, result.Length - to / 5));
        (alias - Levels.RmsDecibels(tone)).ShouldBeLessThan(-80);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1001)]
    public void The_length_is_rounded_up(int length) =>
        Resampler.Resample(new float[length], 22050, 16000).Length.ShouldBe((int)Math.Ceiling(length * 16000 / 22050.0));

    [Fact]
    public void A_constant_keeps_its_level_at_every_phase()
    {
        float[] ones = Enumerable.Repeat(1f, 4000).ToArray();
        float[] result = Resampler.Resample(ones, 16000, 22050);
        result.AsSpan(500, 4000).ToArray().ShouldAllBe(x => Math.Abs(x - 1) < 1e-5);
    }
}
