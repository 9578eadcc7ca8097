using System.Numerics;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Dsp.Tests.Transforms;

public class FftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(400)]
    [InlineData(1024)]
    public void The_real_transform_equals_its_definition_and_its_inverse_undoes_it(int size)
    {
        double[] samples = [.. Signals.Noise(size, 1).Select(x => (double)x)];
        var fft = new RealFft(size);
        var bins = new Complex[fft.Bins];
        fft.Forward(samples, bins);
        for (int k = 0; k < bins.Length; k++)
        {
            Complex expected = 0;
            for (int n = 0; n < size; n++)
                expected += samples[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)n * k % size) / size);
            Complex.Abs(bins[k] - expected).ShouldBeLessThan(1e-10 * size);
        }
        var back = new double[size];
        fft.Inverse(bins, back);
        for (int n = 0; n < size; n++)
            back[n].ShouldBe(samples[n], 1e-12);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(30)]
    public void The_complex_transform_of_a_turning_phasor_is_one_bin(int size)
    {
        double[] real = [.. Enumerable.Range(0, size).Select(n => Math.Cos(2 * Math.PI * 3 * n / size))];
        double[] imaginary = [.. Enumerable.Range(0, size).Select(n => Math.Sin(2 * Math.PI * 3 * n / size))];
        new Fft(size).Forward(real, imaginary);
        for (int k = 0; k < size; k++)
        {
            real[k].ShouldBe(k == 3 ? size : 0, 1e-9);
            imaginary[k].ShouldBe(0, 1e-9);
        }
    }

    [Fact]
    public void Frames_begin_at_multiples_of_the_hop_without_centring()
    {
        var stft = new Stft(4, 2, [1, 1, 1, 1], center: false);
        stft.FrameCount(9).ShouldBe(3);
        var power = stft.Power([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        power.Frame(0).ToArray().ShouldBe([100, 8, 4]); // 1+2+3+4; |(1-3) - i(2-4)|²; 1-2+3-4
        power.Frame(2).ToArray().ShouldBe([676, 8, 4]);
    }

    [Fact]
    public void Reflection_mirrors_at_the_first_sample_and_zeros_do_not()
    {
        float[] samples = [1, 2, 3, 4];
        float[] ones = [1, 1, 1, 1];
        var reflected = new Stft(4, 4, ones, padding: PadMode.Reflect).Power(samples);
        reflected.Frames.ShouldBe(2);
        reflected[0, 0].ShouldBe(64); // 3 2 | 1 2
        reflected[1, 0].ShouldBe(144); // 3 4 | 3 2
        new Stft(4, 4, ones, padding: PadMode.Zero).Power(samples)[0, 0].ShouldBe(9); // 0 0 | 1 2
    }

    [Fact]
    public void A_signal_shorter_than_the_padding_is_mirrored_to_and_fro()
    {
        var stft = new Stft(8, 8, [1, 1, 1, 1, 1, 1, 1, 1]);
        stft.Power([1, 2])[0, 0].ShouldBe(144); // 1 2 1 2 | 1 2 1 2
    }

    [Fact]
    public void A_short_window_is_centred_in_the_transform()
    {
        var stft = new Stft(8, 8, [1, 2], center: false);
        stft.Power([10, 10, 10, 5, 7, 10, 10, 10])[0, 0].ShouldBe(19 * 19); // 1×5 + 2×7
    }

    [Fact]
    public void Hann_is_periodic_by_default()
    {
        Window.Hann(4).ShouldBe([0, 0.5f, 1, 0.5f], 1e-7);
        Window.Hann(5, periodic: false).ShouldBe([0, 0.5f, 1, 0.5f, 0], 1e-7);
    }
}
