using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.EnCodec;

[Trait("Area", "golden")]
public sealed class EncodecGoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("encodec");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Codes_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        Assert.SkipUnless(golden.Has("in.input_values"), "the case only decodes");
        using EncodecModel model = EncodecModel.Open(golden.Folder);
        EncodecCodes codes = model.Encode(golden.Floats("in.input_values"), golden.Scalar("in.bandwidth"), TestContext.Current.CancellationToken);
        codes.Values.ShouldBe(golden.Integers("out.audio_codes"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decoded_audio_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using EncodecModel model = EncodecModel.Open(golden.Folder);
        float[] samples = model.Decode(Codes(golden), TestContext.Current.CancellationToken);
        golden.ShouldMatch("out.audio_values", samples.AsSpan(0, (int)golden.Shape("out.audio_values")[^1]), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_intermediate_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        EncodecConfig config = ModelConfig.Read<EncodecConfig>(golden.Folder);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        EncodecCodes codes = Codes(golden);
        using TensorValue input = TensorValue.From(codes.Values, 1, codes.Codebooks, codes.Frames);
        Check(EncodecDecoder.BuildFront(checkpoint, "", config, taps: true), "audio_codes", input);
        if (!golden.Has("in.input_values"))
            return;
        using TensorValue audio = TensorValue.From(golden.Floats("in.input_values"), golden.Shape("in.input_values"));
        Check(EncodecEncoder.Build(checkpoint, "", config, taps: true), "input_values", audio);

        void Check(ModelGraph graph, string name, TensorValue value)
        {
            using ModelSession session = ModelSession.Create(graph);
            using SessionOutputs outputs = session.Run([(name, value)], TestContext.Current.CancellationToken);
            golden.ShouldMatch(outputs, Tolerance);
        }
    }

    private static EncodecCodes Codes(GoldenCase golden)
    {
        string name = golden.Has("in.audio_codes") ? "in.audio_codes" : "out.audio_codes";
        long[] shape = golden.Shape(name);
        return new(golden.Integers(name), (int)shape[^2], (int)shape[^1]);
    }
}
