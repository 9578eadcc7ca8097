using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.MusicGen;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.MusicGen;

[Trait("Area", "golden")]
public sealed class MusicGenGoldenTests
{
    private const float LogitTolerance = 2e-4f, Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Stages => GoldenCase.Of("musicgen", "case_stage_logits*.safetensors");

    public static IEnumerable<TheoryDataRow<string>> Generations =>
        GoldenCase.Of("musicgen").Where(row => !Path.GetFileName(row.Data).StartsWith("case_stage", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_stage_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        MusicGenConfig config = ModelConfig.Read<MusicGenConfig>(golden.Folder);
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        using ModelSession text = ModelSession.Create(MusicGenTextEncoder.Build(checkpoint, config, WeightOptions.Default, taps: true));
        using TensorValue ids = golden.Longs("in.input_ids"), mask = golden.Longs("in.attention_mask");
        using SessionOutputs prompt = text.Run([("input_ids", ids), ("attention_mask", mask)], TestContext.Current.CancellationToken);
        golden.ShouldMatch(prompt, Tolerance);

        using ModelSession decoder = ModelSession.Create(MusicGenDecoder.Build(checkpoint, config.Decoder, WeightOptions.Default, taps: true));
        long[] shape = golden.Shape("in.decoder_input_ids"), padding = golden.Integers("in.attention_mask");
        int batch = (int)mask.Shape[0], length = (int)shape[1];
        using DecoderState state = new(decoder, batch, length);
        foreach (string name in prompt.Names.Where(name => name.StartsWith("cross.", StringComparison.Ordinal)))
            state.Bind(name, prompt[name]);
        state.Bind("padding", TensorValue.From([.. padding.Select(value => value != 0 ? 0 : Tensor.MaskedScore)], batch, 1, 1, mask.Shape[1]));
        using TensorValue codes = TensorValue.From(golden.Integers("in.decoder_input_ids"), batch, config.Decoder.NumCodebooks, length);
        using SessionOutputs outputs = state.Prefill([("codes", codes)], length, TestContext.Current.CancellationToken);
        golden.ShouldMatch(outputs, Tolerance);
        golden.ShouldMatch("out.logits", outputs["logits"].Floats, LogitTolerance);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public void Greedy_codes_and_their_sound_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using MusicGenModel model = MusicGenModel.Open(golden.Folder);
        MusicGenDecoderConfig decoder = model.Config.Decoder;
        // Without a prompt the reference attends to a single zero.
        bool prompted = golden.Has("in.input_ids");
        long[] ids = prompted ? golden.Integers("in.input_ids") : [0], mask = prompted ? golden.Integers("in.attention_mask") : [0];
        int batch = prompted ? (int)golden.Shape("in.input_ids")[0] : 1, newTokens = (int)golden.Integers("in.max_new_tokens")[0];
        long[] prompt = Prompt(golden, model);
        float guidance = golden.Scalar("in.guidance_scale");
        List<float> scores = [];
        using MusicGenGeneration generation = new(decoder, model.Text, model.Decoder, ids, mask, batch, guidance, TestContext.Current.CancellationToken)
        {
            Observer = (step, logits) =>
            {
                if (step < 2)
                    scores.AddRange(logits.Floats);
            },
        };
        DelayPattern[] patterns = [.. Enumerable.Range(0, batch).Select(_ => new DelayPattern(decoder, newTokens, prompt))];
        generation.Fill(patterns, SamplingOptions.Greedy, new Random(1), null, TestContext.Current.CancellationToken);

        golden.ShouldMatch("mid.step_logits_first2", scores.ToArray(), LogitTolerance);
        patterns.SelectMany(pattern => pattern.Codes()).ShouldBe(golden.Integers("out.audio_codes"));
        float[] sound = [.. patterns.SelectMany(pattern => Sound(model, pattern))];
        golden.ShouldMatch("out.waveform", sound, Tolerance);
    }

    private static long[] Prompt(GoldenCase golden, MusicGenModel model)
    {
        if (!golden.Has("in.input_values"))
            return [];
        EncodecCodes codes = model.Encode(golden.Floats("in.input_values"), TestContext.Current.CancellationToken);
        codes.Values.ShouldBe(golden.Integers("mid.prompt_codes"));
        return codes.Values;
    }

    private static IEnumerable<float> Sound(MusicGenModel model, DelayPattern pattern)
    {
        long[] codes = pattern.Codes();
        int rows = model.Config.Decoder.NumCodebooks, frames = codes.Length / rows;
        return model.Decode([.. codes.Chunk(frames)], int.MaxValue, TestContext.Current.CancellationToken).Channel(0).ToArray();
    }
}
