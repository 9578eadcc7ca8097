using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Dsp.Tests.Measurements;

public class LinearPredictionTests
{
    [Fact]
    public void A_resonator_driven_by_noise_is_recovered()
    {
        float[] samples = new Biquad(1, 0, 0, -1.2, 0.8).Filter(Signals.Noise(200_000, 0.1));
        var model = LinearPrediction.Fit(samples, 2);
        model.Coefficients[0].ShouldBe(-1.2, 0.01);
        model.Coefficients[1].ShouldBe(0.8, 0.01);
        model.Gain.ShouldBe(0.1 / Math.Sqrt(3), 0.001); // the RMS of uniform noise
    }

    [Fact]
    public void Autocorrelation_by_hand() => LinearPrediction.Autocorrelation([1, 2, 3], 3).ShouldBe([14, 8, 3, 0]);

    [Fact]
    public void Silence_has_a_model_without_gain()
    {
        var model = LinearPrediction.Fit(new float[100], 4);
        model.Gain.ShouldBe(0);
        model.Coefficients.ShouldAllBe(coefficient => coefficient == 0);
    }
}
