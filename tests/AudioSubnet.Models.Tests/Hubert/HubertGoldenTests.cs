using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Hubert;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.Tests.Hubert;

[Trait("Area", "golden")]
public sealed class HubertGoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("hubert");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_intermediate_and_every_layer_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        var config = ModelConfig.Read<SpeechEncoderConfig>(golden.Folder);
        using ModelSession session = ModelSession.Create(HubertModel.Build(checkpoint, config, config.NumHiddenLayers, Precision.Float32, taps: true));
        using TensorValue input = TensorValue.From(golden.Floats("in.input_values"), golden.Shape("in.input_values"));
        using SessionOutputs outputs = session.Run([("input_values", input)], TestContext.Current.CancellationToken);
        outputs.Names.ShouldContain("out.last_hidden_state");
        golden.Has("out.last_hidden_state").ShouldBeTrue();
        golden.ShouldMatch(outputs, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_s_states_need_only_the_layers_below(string file)
    {
        using var golden = GoldenCase.Open(file);
        foreach (int layer in new[] { 0, 7, 9 }.Where(layer => golden.Has($"out.hidden_states.{layer}")))
        {
            using var model = HubertModel.Open(golden.Folder, layer);
            var audio = new AudioBuffer(golden.Floats("in.input_values"), 16000);
            golden.ShouldMatch($"out.hidden_states.{layer}", model.Features(audio, TestContext.Current.CancellationToken).States, Tolerance);
        }
    }

    /// <summary>The cases with a quantiser.</summary>
    public static IEnumerable<TheoryDataRow<string>> QuantizerCases => Cases.Where(row => row.Skip is not null || HasQuantizer(row.Data));

    [Theory]
    [MemberData(nameof(QuantizerCases))]
    public void Semantic_tokens_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        string[] versions = [.. new[] { "v0", "v1" }.Where(version => golden.Has($"out.quantizer_{version}.semantic_tokens"))];
        float[] features = golden.Floats("in.quantizer.features");
        foreach (string version in versions)
            foreach (string quantizer in Directory.EnumerateFiles(golden.Folder, $"quantizer_{version}.*"))
            {
                using (Checkpoint checkpoint = Checkpoint.Open(quantizer))
                using (ModelSession session = ModelSession.Create(SemanticQuantizer.Build(checkpoint, taps: true)))
                using (TensorValue input = TensorValue.From(features, golden.Shape("in.quantizer.features")))
                using (SessionOutputs outputs = session.Run([("features", input)], TestContext.Current.CancellationToken))
                {
                    golden.ShouldMatch($"mid.quantizer_{version}.lstm", outputs["lstm"].Floats, Tolerance);
                    float[] first = golden.Floats($"out.quantizer_{version}.log_probs_first8");
                    GoldenCase.ShouldMatch(first, outputs["log_probs"].Floats[..first.Length], Tolerance, quantizer);
                    int classes = (int)outputs["log_probs"].Shape[1];
                    float[] top = [.. outputs["log_probs"].Floats.ToArray().Chunk(classes).Select(row => row.Max())];
                    golden.ShouldMatch($"out.quantizer_{version}.top_logprob", top, Tolerance);
                }
                using var model = SemanticQuantizer.Open(quantizer);
                model.Tokens(features, TestContext.Current.CancellationToken).Select(token => (long)token).ShouldBe(golden.Integers($"out.quantizer_{version}.semantic_tokens"));
            }
    }

    private static bool HasQuantizer(string file)
    {
        using var golden = GoldenCase.Open(file);
        return golden.Has("in.quantizer.features");
    }
}
