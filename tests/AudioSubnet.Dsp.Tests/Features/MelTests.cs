using System.Text.Json;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Transforms;
using AudioSubnet.TestData;

namespace AudioSubnet.Dsp.Tests.Features;

[Trait("Area", "golden")]
public class MelTests
{
    public static TheoryData<string> ClapFolders =>
        [.. TestPaths.GoldenFolders.Select(folder => Path.Combine(folder, "clap", "tiny")).Where(folder => File.Exists(Path.Combine(folder, "mel_filters_slaney.safetensors")))];

    [Theory, MemberData(nameof(ClapFolders))]
    public void Slaney_filters_equal_the_reference(string folder)
    {
        var (shape, expected) = SafeTensorFile.Read(Path.Combine(folder, "mel_filters_slaney.safetensors"))["mel_filters_slaney"];
        shape.ShouldBe([513, 64]);
        var filters = new MelFilterBank(48000, 1024, 64, 50, 14000);
        for (int bin = 0; bin < 513; bin++)
            for (int band = 0; band < 64; band++)
                filters.Weight(band, bin).ShouldBe(expected[bin * 64 + band], 1e-7f);
    }

    [Theory, MemberData(nameof(ClapFolders))]
    public void Log_mel_features_of_a_neural_model_equal_the_reference(string folder)
    {
        var tensors = SafeTensorFile.Read(Path.Combine(folder, "case_features.safetensors"));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "preprocessor_config.json")));
        int Setting(string name) => (int)config.RootElement.GetProperty(name).GetDouble();
        int rate = Setting("sampling_rate"), fftSize = Setting("fft_window_size");
        var mel = new MelSpectrogram(
            new Stft(fftSize, Setting("hop_length")),
            new MelFilterBank(rate, fftSize, Setting("feature_size"), Setting("frequency_min"), Setting("frequency_max")));

        var (shape, expected) = tensors["out.short_pad_features"]; // shorter than the window of 1 s, so zeros follow
        float[] waveform = [.. tensors["in.short_waveform"].Values, .. new float[rate - tensors["in.short_waveform"].Values.Length]];
        var actual = mel.PowerDecibels(waveform, range: null);
        (actual.Frames, actual.Values).ShouldBe((shape[2], shape[3]));
        for (int i = 0; i < expected.Length; i++)
            actual.Data[i].ShouldBe(expected[i], 1e-3f);
    }

    [Fact]
    public void Htk_and_slaney_scales_meet_their_defining_points()
    {
        MelFilterBank.ToMel(1000, MelScale.Slaney).ShouldBe(15, 1e-9);
        MelFilterBank.ToMel(6400, MelScale.Slaney).ShouldBe(42, 1e-9);
        MelFilterBank.ToMel(700, MelScale.Htk).ShouldBe(2595 * Math.Log10(2), 1e-9);
        foreach (var scale in Enum.GetValues<MelScale>())
            MelFilterBank.ToHertz(MelFilterBank.ToMel(3210, scale), scale).ShouldBe(3210, 1e-6);
    }

    [Fact]
    public void Htk_filters_without_area_norm_sum_to_one_between_the_outer_centres()
    {
        var filters = new MelFilterBank(16000, 512, 40, 0, 8000, MelScale.Htk, areaNormalized: false);
        for (int bin = 4; bin < 230; bin++)
            Enumerable.Range(0, 40).Sum(band => (double)filters.Weight(band, bin)).ShouldBe(1, 1e-5);
    }

    [Fact]
    public void Cepstrum_of_a_cosine_over_the_bands_is_one_coefficient()
    {
        var logMel = new FrameMatrix(1, 8);
        for (int i = 0; i < 8; i++)
            logMel[0, i] = (float)Math.Cos(Math.PI * 2 * (2 * i + 1) / 16) + 3;
        Mfcc.Compute(logMel, 4).Frame(0).ToArray().ShouldBe([3 * MathF.Sqrt(8), 0, 2, 0], 1e-5); // orthonormal: length of the cosine is √(8/2)
    }

    [Fact]
    public void Decibels_are_floored_and_limited_below_the_loudest()
    {
        var power = new FrameMatrix(1, 3);
        float[] values = [1, 1e-6f, 0];
        values.CopyTo(power.Data);
        Decibels.FromPower(power, range: null).Data.ToArray().ShouldBe([0, -60, -100], 1e-4);
        Decibels.FromPower(power, range: 80).Data.ToArray().ShouldBe([0, -60, -80], 1e-4);
        Decibels.FromPower(power, reference: 0.1, range: null)[0, 0].ShouldBe(10, 1e-4f);
    }
}
