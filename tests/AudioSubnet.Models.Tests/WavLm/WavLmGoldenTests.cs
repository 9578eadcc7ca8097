using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.WavLm;

namespace AudioSubnet.Models.Tests.WavLm;

[Trait("Area", "golden")]
public sealed class WavLmGoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Runs => GoldenCase.Of("wavlm_sv").Where(row => !row.Data.Contains("case_pair", StringComparison.Ordinal));

    public static IEnumerable<TheoryDataRow<string>> Recordings => Runs.Where(row => !row.Data.Contains("case_batch", StringComparison.Ordinal));

    public static IEnumerable<TheoryDataRow<string>> Pairs => GoldenCase.Of("wavlm_sv", "case_pair*.safetensors");

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_intermediate_and_the_embeddings_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        var config = ModelConfig.Read<WavLmConfig>(golden.Folder);
        float[] samples = golden.Floats("in.input_values");
        int batch = (int)golden.Shape("in.input_values")[0], length = samples.Length / batch;
        int[] lengths = golden.Has("in.attention_mask")
            ? [.. golden.Integers("in.attention_mask").Chunk(length).Select(row => (int)row.Sum())]
            : [.. Enumerable.Repeat(length, batch)];
        (float[] frameMask, long[] pooledLengths, int frames) = WavLmSpeakerEncoder.Masks(config, length, lengths);
        if (!golden.Has("in.attention_mask"))
            Array.Fill(pooledLengths, frames - config.TdnnMargin);
        using ModelSession session = ModelSession.Create(WavLmGraph.Build(checkpoint, config, Precision.Float32, taps: true));
        using TensorValue input = TensorValue.From(samples, batch, length), mask = TensorValue.From(frameMask, batch, frames), pooled = TensorValue.From(pooledLengths, batch);
        using SessionOutputs outputs = session.Run([("input_values", input), ("frame_mask", mask), ("pooled_lengths", pooled)], TestContext.Current.CancellationToken);
        outputs.Names.ShouldContain("out.embeddings");
        golden.Has("out.embeddings").ShouldBeTrue();
        golden.ShouldMatch(outputs, Tolerance);
        if (golden.Has("mid.pooled_lengths"))
            pooledLengths.ShouldBe(golden.Integers("mid.pooled_lengths"));
        if (golden.Has("out.cosine_similarity"))
        {
            int width = (int)outputs["out.embeddings"].Shape[1];
            WavLmSpeakerEncoder.Similarity(outputs["out.embeddings"].Floats[..width], outputs["out.embeddings"].Floats[width..]).ShouldBe(golden.Scalar("out.cosine_similarity"), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recording_s_embedding_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using var model = WavLmSpeakerEncoder.Open(golden.Folder);
        golden.ShouldMatch("out.embeddings", model.Embed(new AudioBuffer(golden.Floats("in.waveform"), 16000), TestContext.Current.CancellationToken), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_embeddings_are_compared_by_their_angle(string file)
    {
        using var golden = GoldenCase.Open(file);
        float[][] rows = [.. golden.Floats("in.embeddings").Chunk((int)golden.Shape("in.embeddings")[1])];
        WavLmSpeakerEncoder.Similarity(rows[0], rows[1]).ShouldBe(golden.Scalar("out.cosine_similarity"), Tolerance);
    }

    [Fact]
    public void A_recording_too_short_for_a_voice_is_an_error_that_says_so()
    {
        string? folder = Runs.Select(row => row.Data).Where(file => file.Length > 0).Select(Path.GetDirectoryName).FirstOrDefault();
        Assert.SkipUnless(folder is not null, "no case of wavlm_sv in any golden folder");
        using var model = WavLmSpeakerEncoder.Open(folder);
        Should.Throw<ArgumentException>(() => model.Embed(new AudioBuffer(new float[4880], 16000))).Message.ShouldContain("a voice needs at least");
        model.Embed(new AudioBuffer(new float[5200], 16000), TestContext.Current.CancellationToken).ShouldAllBe(value => float.IsFinite(value));
    }
}
