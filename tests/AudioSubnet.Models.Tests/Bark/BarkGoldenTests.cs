using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.Models.Bark;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.Bark;

[Trait("Area", "golden")]
public sealed class BarkGoldenTests
{
    private const float LogitTolerance = 2e-4f, Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Stages => GoldenCase.Of("bark", "case_stage_logits*.safetensors");

    public static IEnumerable<TheoryDataRow<string>> Generations =>
        GoldenCase.Of("bark").Where(row => !Path.GetFileName(row.Data).StartsWith("case_stage", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_causal_stages_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        BarkConfig config = ModelConfig.Read<BarkConfig>(golden.Folder);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        using ModelSession semantic = ModelSession.Create(BarkTransformer.BuildCausal(checkpoint, "semantic", config.SemanticConfig, WeightOptions.Default, taps: true));
        long[] shape = golden.Shape("in.semantic.input_ids");
        using DecoderState state = new(semantic, (int)shape[0], (int)shape[1] + 1);
        using SessionOutputs outputs = state.Prefill([("ids", golden.Longs("in.semantic.input_ids"))], (int)shape[1], cancellation);
        golden.ShouldMatch(outputs, Tolerance);
        golden.ShouldMatch("out.semantic.logits_last", outputs["logits"].Floats, LogitTolerance);
        using SessionOutputs next = state.Prefill([("ids", golden.Longs("in.semantic.next_ids"))], 1, cancellation);
        golden.ShouldMatch("out.semantic.next_logits", next["logits"].Floats, LogitTolerance);

        using ModelSession coarse = ModelSession.Create(BarkTransformer.BuildCausal(checkpoint, "coarse_acoustics", config.CoarseAcousticsConfig, WeightOptions.Default, taps: true));
        int length = (int)golden.Shape("in.coarse.input_ids")[1];
        using DecoderState coarseState = new(coarse, 1, length);
        using SessionOutputs coarseOutputs = coarseState.Prefill([("ids", golden.Longs("in.coarse.input_ids"))], length, cancellation);
        golden.ShouldMatch("mid.coarse.final", coarseOutputs["mid.coarse_acoustics.final"].Floats, Tolerance);
        golden.ShouldMatch("out.coarse.logits_last", coarseOutputs["logits"].Floats, LogitTolerance);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void The_fine_stage_and_the_codec_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        BarkConfig config = ModelConfig.Read<BarkConfig>(golden.Folder);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        using ModelSession fine = ModelSession.Create(BarkTransformer.BuildFine(checkpoint, config.FineAcousticsConfig, WeightOptions.Default, taps: true));
        long[] shape = golden.Shape("in.fine.input_ids"), ids = golden.Integers("in.fine.input_ids");
        int frames = (int)shape[1], codebooks = (int)shape[2];
        long[] rows = [.. Enumerable.Range(0, codebooks).SelectMany(row => Enumerable.Range(0, frames).Select(frame => ids[frame * codebooks + row]))];
        int compared = 0;
        for (int codebook = 2; codebook < codebooks; codebook++)
        {
            if (!golden.Has($"out.fine.{codebook}.logits"))
                continue;
            using TensorValue codes = TensorValue.From(rows, 1, codebooks, frames), head = TensorValue.Scalar((long)(codebook - 1));
            using TensorValue share = TensorValue.From([.. Enumerable.Range(0, codebooks).Select(index => index <= codebook ? 1f : 0f)]);
            using SessionOutputs outputs = fine.Run([("codes", codes), ("codebook_share", share), ("head", head)], TestContext.Current.CancellationToken);
            golden.ShouldMatch($"mid.fine.{codebook}.final", outputs["mid.fine.final"].Floats, Tolerance);
            golden.ShouldMatch($"out.fine.{codebook}.logits", outputs["logits"].Floats, LogitTolerance);
            compared++;
        }

        compared.ShouldBePositive();
        using EncodecModel codec = EncodecModel.PartOf(checkpoint, "codec_model", config.CodecConfig);
        long[] codecShape = golden.Shape("in.codec.fine_codes");
        float[] waveform = codec.Decode(new(golden.Integers("in.codec.fine_codes"), (int)codecShape[1], (int)codecShape[2]), TestContext.Current.CancellationToken);
        golden.ShouldMatch("out.codec.waveform", waveform, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public void Greedy_tokens_of_every_stage_and_the_sound_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using BarkModel model = BarkModel.Open(golden.Folder);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        BarkOptions options = Options(golden);
        int batch = (int)golden.Shape("in.input_ids")[0];

        // A batch is padded to its longest row in each stage.
        Recorder semanticLogits = new(), coarseLogits = new();
        BarkSemanticStage semanticStage = new(model.Semantic, model.Config.SemanticConfig, model.Rules.SemanticConfig) { Observer = semanticLogits.See };
        long[][] semantic = Padded(
            [.. Texts(golden, batch).Select(text => semanticStage.Run(text, options, SamplingOptions.Greedy, new Random(1), cancellation))],
            model.Rules.SemanticConfig.SemanticPadToken);
        semantic.SelectMany(row => row).ShouldBe(golden.Integers("out.semantic_tokens"));

        BarkCoarseStage coarseStage = new(model.Coarse, model.Config.CoarseAcousticsConfig, model.Rules) { Observer = coarseLogits.See };
        int[] lengths = [.. semantic.Select(coarseStage.Length)];
        long[][] coarse = [.. semantic.Select(row => coarseStage.Run(row, lengths.Max(), options.Voice, SamplingOptions.Greedy, new Random(1), cancellation))];
        coarse.SelectMany(row => row).ShouldBe(golden.Integers("out.coarse_tokens"));

        BarkFineStage fineStage = new(model.Fine, model.Config.FineAcousticsConfig, model.Rules);
        long[][][] fine = [.. coarse.Select(row => fineStage.Run(row, options.Voice, 1, new Random(1), cancellation))];
        fine.SelectMany(row => row).SelectMany(codebook => codebook).ShouldBe(golden.Integers("out.fine_codes"));

        int samples = (int)golden.Shape("out.waveform")[1];
        float[] sound = [.. fine.SelectMany((row, index) =>
        {
            int frames = lengths[index] / 2;
            float[] decoded = model.Codec.Decode(new([.. row.SelectMany(codebook => codebook.Take(frames))], row.Length, frames), cancellation);
            return decoded.Concat(new float[samples - decoded.Length]);
        })];
        golden.ShouldMatch("out.waveform", sound, Tolerance);
        golden.ShouldMatch("mid.coarse.step_logits_first4", coarseLogits.Steps(4, 10000, 12096), LogitTolerance);
        if (batch == 1)
        {
            golden.ShouldMatch("mid.semantic.eos_logit", semanticLogits.Steps(int.MaxValue, 10000, 10001), LogitTolerance);
            golden.ShouldMatch("mid.semantic.step_max_logit", semanticLogits.Largest(), LogitTolerance);
        }
    }

    private static IEnumerable<long[]> Texts(GoldenCase golden, int batch)
    {
        // The reference is given no offset either; padding is told by the mask.
        long[] ids = golden.Integers("in.input_ids"), mask = golden.Integers("in.attention_mask");
        int length = ids.Length / batch;
        for (int row = 0; row < batch; row++)
            yield return [.. Enumerable.Range(row * length, length).TakeWhile(index => mask[index] != 0).Select(index => ids[index])];
    }

    private static BarkOptions Options(GoldenCase golden) => new()
    {
        MaxSemanticTokens = (int)golden.Integers("in.semantic_max_new_tokens")[0],
        MinSemanticTokens = golden.Has("in.semantic_min_new_tokens") ? (int)golden.Integers("in.semantic_min_new_tokens")[0] : 0,
        MinEosP = golden.Has("in.min_eos_p") ? golden.Scalar("in.min_eos_p") : null,
        Voice = golden.Has("in.history_prompt.semantic_prompt")
            ? new BarkVoice
            {
                Semantic = golden.Integers("in.history_prompt.semantic_prompt"),
                Coarse = Rows(golden, "in.history_prompt.coarse_prompt"),
                Fine = Rows(golden, "in.history_prompt.fine_prompt"),
            }
            : null,
    };

    private static IReadOnlyList<long>[] Rows(GoldenCase golden, string name) => [.. golden.Integers(name).Chunk((int)golden.Shape(name)[1])];

    private static long[][] Padded(long[][] rows, long padding)
    {
        int length = rows.Max(row => row.Length);
        return [.. rows.Select(row => row.Concat(Enumerable.Repeat(padding, length - row.Length)).ToArray())];
    }

    /// <summary>Keeps the logits of each row's steps.</summary>
    private sealed class Recorder
    {
        private readonly List<List<float[]>> _rows = [];

        public void See(int step, TensorValue logits)
        {
            if (step == 0)
                _rows.Add([]);
            _rows[^1].Add(logits.Floats.ToArray());
        }

        public float[] Steps(int count, int start, int end) => [.. _rows.SelectMany(row => row.Take(count).SelectMany(logits => logits[start..end]))];

        public float[] Largest() => [.. _rows.SelectMany(row => row.Select(logits => logits.Max()))];
    }
}
