using AudioSubnet.Models.HifiGan;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.HifiGan;

[Trait("Area", "golden")]
public sealed class HifiGanGoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("speecht5");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_waveform_of_a_spectrogram_is_the_reference_s(string file)
    {
        using GoldenCase golden = GoldenCase.Open(file);
        using HifiGanVocoder vocoder = HifiGanVocoder.Open(Path.Combine(golden.Folder, "hifigan"));
        long[] shape = golden.Shape("out.spectrogram");
        int batch = shape.Length == 3 ? (int)shape[0] : 1;
        float[] waveform = vocoder.Run(golden.Floats("out.spectrogram"), batch, TestContext.Current.CancellationToken);
        golden.ShouldMatch("out.waveform", waveform, Tolerance);
    }
}
