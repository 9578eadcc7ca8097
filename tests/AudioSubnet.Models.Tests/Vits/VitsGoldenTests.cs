using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.HifiGan;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Vits;

namespace AudioSubnet.Models.Tests.Vits;

[Trait("Area", "golden")]
public sealed class VitsGoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("vits");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Durations_intermediates_and_waveform_are_the_reference_s(string file)
    {
        using GoldenCase golden = GoldenCase.Open(file);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        VitsConfig config = ModelConfig.Read<VitsConfig>(golden.Folder);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        VitsGraphs graphs = new(checkpoint, config, WeightOptions.Default, taps: true);
        using SpeakerInputs speaker = new(config, golden.Has("in.speaker_id") ? golden.Integers("in.speaker_id")[0] : null);

        using ModelSession text = ModelSession.Create(graphs.Text());
        int batch = (int)golden.Shape("in.input_ids")[0];
        long[] ids = golden.Integers("in.input_ids");
        float[] mask = [.. golden.Integers("in.attention_mask").Select(value => (float)value)];
        float[] durationNoise = golden.Has("in.noise_duration") ? golden.Floats("in.noise_duration") : new float[2 * ids.Length];
        using (SessionOutputs outputs = Run(text, ids, mask, durationNoise))
        {
            golden.ShouldMatch(outputs, Tolerance);
            golden.ShouldMatch("mid.prior_means", outputs["prior_means"].Floats, Tolerance);
            golden.ShouldMatch("mid.prior_log_variances", outputs["prior_log_variances"].Floats, Tolerance);
            golden.ShouldMatch("mid.log_duration", outputs["log_duration"].Floats, Tolerance);
        }

        using VitsPrior prior = VitsPrior.Of(
            text, config, ids, mask, batch, durationNoise, golden.Scalar("in.noise_scale_duration"), golden.Scalar("in.speaking_rate"), speaker, cancellation);
        prior.Durations.ShouldBe(golden.Floats("mid.duration"));
        prior.FrameMask().ShouldBe(golden.Floats("mid.output_padding_mask"));
        prior.Lengths.Select(length => (long)length * config.HopLength).ShouldBe(golden.Integers("out.sequence_lengths"));

        float[] draws = prior.Draw(golden.Floats("in.noise_prior"), golden.Scalar("in.noise_scale"));
        golden.ShouldMatch("mid.prior_latents", draws, Tolerance);

        using ModelSession flow = ModelSession.Create(graphs.Flow());
        using TensorValue latents = TensorValue.From(draws, batch, config.FlowSize, prior.Frames), frameMask = TensorValue.From(prior.FrameMask(), batch, 1, prior.Frames);
        using SessionOutputs flowed = flow.Run([("prior_latents", latents), ("mask", frameMask), .. speaker.Values], cancellation);
        golden.ShouldMatch("mid.flow_out", flowed["mid.flow_out"].Floats, Tolerance);
        float[] frames = flowed["frames"].Floats.ToArray();
        golden.ShouldMatch("out.spectrogram", Transposed(frames, batch, prior.Frames), Tolerance);

        using HifiGanSession decoder = new(ModelSession.Create(graphs.Decoder()), config);
        golden.ShouldMatch("out.waveform", decoder.Run(frames, batch, config.FlowSize, speaker.Values, cancellation), Tolerance);

        // Cut into pieces of any size the waveform is the same.
        foreach (int pieceFrames in new[] { 7, 40 })
        {
            float[][] pieces = [.. decoder.Stream(frames, batch, config.FlowSize, speaker.Values, pieceFrames, cancellation)];
            float[] rows = [.. Enumerable.Range(0, batch).SelectMany(row => pieces.SelectMany(piece => piece.Skip(row * piece.Length / batch).Take(piece.Length / batch)))];
            golden.ShouldMatch("out.waveform", rows, Tolerance);
        }

        SessionOutputs Run(ModelSession session, long[] inputIds, float[] inputMask, float[] noise)
        {
            int tokens = inputIds.Length / batch;
            (string, TensorValue)[] inputs =
            [
                ("input_ids", TensorValue.From(inputIds, batch, tokens)), ("attention_mask", TensorValue.From(inputMask, batch, tokens)), .. speaker.Values,
            ];
            float scale = golden.Scalar("in.noise_scale_duration");
            if (config.UseStochasticDurationPrediction)
                inputs = [.. inputs, ("noise", TensorValue.From([.. noise.Select(value => value * scale)], batch, 2, tokens))];
            return session.Run(inputs, cancellation);
        }
    }

    private static float[] Transposed(float[] frames, int batch, int count)
    {
        int width = frames.Length / batch / count;
        float[] result = new float[frames.Length];
        for (int i = 0; i < frames.Length; i++)
            result[i / count / width * count * width + i % width * count + i / width % count] = frames[i];
        return result;
    }
}
