using System.Numerics.Tensors;
using AudioSubnet.Dsp;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Hubert;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Wav2Vec2;
using AudioSubnet.Models.WavLm;

namespace AudioSubnet.Models.Tests.Wav2Vec2;

/// <summary>What 8 bits lose, on random weights, whose answers are closer to each other than a trained model's.</summary>
[Trait("Area", "golden")]
public sealed class BytePrecisionTests
{
    public static IEnumerable<TheoryDataRow<string>> Letters => GoldenCase.Of("wav2vec2", "case.safetensors");

    public static IEnumerable<TheoryDataRow<string>> States => GoldenCase.Of("hubert", "case.safetensors");

    public static IEnumerable<TheoryDataRow<string>> Voices => GoldenCase.Of("wavlm_sv", "case.safetensors");

    [Theory]
    [MemberData(nameof(Letters))]
    public void Letters_in_8_bits_point_where_those_in_32_do(string file)
    {
        using var golden = GoldenCase.Open(file);
        using var model = Wav2Vec2Ctc.Open(golden.Folder, Precision.Int8);
        CtcLogits logits = model.Score(golden.Floats("in.input_values"), cancellationToken: TestContext.Current.CancellationToken);
        TensorPrimitives.CosineSimilarity<float>(logits.Values, golden.Floats("out.logits")).ShouldBeGreaterThan(0.998f);
        logits.Likeliest().Zip(golden.Integers("out.argmax"), (ours, reference) => ours == reference ? 1.0 : 0).Average().ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void States_in_8_bits_point_where_those_in_32_do(string file)
    {
        using var golden = GoldenCase.Open(file);
        using var model = HubertModel.Open(golden.Folder, 7, Precision.Int8);
        float[] states = model.Features(new AudioBuffer(golden.Floats("in.input_values"), 16000), TestContext.Current.CancellationToken).States;
        TensorPrimitives.CosineSimilarity<float>(states, golden.Floats("out.hidden_states.7")).ShouldBeGreaterThan(0.995f);
    }

    [Theory]
    [MemberData(nameof(Voices))]
    public void Voices_in_8_bits_point_where_those_in_32_do(string file)
    {
        using var golden = GoldenCase.Open(file);
        using var model = WavLmSpeakerEncoder.Open(golden.Folder, Precision.Int8);
        float[] embedding = model.Embed(new AudioBuffer(golden.Floats("in.waveform"), 16000), TestContext.Current.CancellationToken);
        WavLmSpeakerEncoder.Similarity(embedding, golden.Floats("out.embeddings")).ShouldBeGreaterThan(0.99);
    }
}
