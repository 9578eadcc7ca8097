using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.Tests.Wav2Vec2;

[Trait("Area", "golden")]
public sealed class Wav2Vec2GoldenTests
{
    private const float Tolerance = 2e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("wav2vec2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_intermediate_and_the_logits_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        var config = ModelConfig.Read<SpeechEncoderConfig>(golden.Folder);
        using ModelSession session = ModelSession.Create(Wav2Vec2Ctc.Build(checkpoint, config, Precision.Float32, taps: true));
        using TensorValue input = TensorValue.From(golden.Floats("in.input_values"), golden.Shape("in.input_values"));
        using SessionOutputs outputs = session.Run([("input_values", input)], TestContext.Current.CancellationToken);
        outputs.Names.ShouldContain("out.logits");
        golden.ShouldMatch(outputs, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_waveform_is_normalised_as_the_reference_does(string file)
    {
        using var golden = GoldenCase.Open(file);
        float[] expected = golden.Floats("in.input_values");
        int rows = (int)golden.Shape("in.input_values")[0], length = expected.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            float[] samples = golden.Floats(rows == 1 ? "in.waveform" : $"in.waveform.{row}");
            Array.Resize(ref samples, length); // a padded row is normalised as a whole: these models take no mask
            Waveform.Normalize(samples);
            GoldenCase.ShouldMatch(expected.AsSpan(row * length, length), samples, 1e-4f, $"row {row}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Letters_and_text_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using var model = Wav2Vec2Ctc.Open(golden.Folder);
        int rows = (int)golden.Shape("in.input_values")[0];
        int[] letters = model.Score(golden.Floats("in.input_values"), rows, TestContext.Current.CancellationToken).Likeliest();
        letters.Select(letter => (long)letter).ShouldBe(golden.Integers("out.argmax"));
        string text = Path.ChangeExtension(file, ".text.json");
        Assert.SkipUnless(File.Exists(text), $"no {Path.GetFileName(text)}");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(text));
        int frames = letters.Length / rows;
        for (int row = 0; row < rows; row++)
            model.Tokenizer.Decode(letters.AsSpan(row * frames, frames)).ShouldBe(expected.RootElement.GetProperty("text")[row].GetString());
    }
}
