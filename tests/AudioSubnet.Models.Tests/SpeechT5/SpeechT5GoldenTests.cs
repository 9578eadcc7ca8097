using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.HifiGan;
using AudioSubnet.Models.SpeechT5;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.SpeechT5;

[Trait("Area", "golden")]
public sealed class SpeechT5GoldenTests
{
    private const float Tolerance = 1e-4f;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("speecht5");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_step_and_the_spectrogram_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using SpeechT5Model model = SpeechT5Model.Open(Path.Combine(golden.Folder, "tts"), Precision.Float32, null, taps: true);
        long[] ids = golden.Integers("in.input_ids");
        int batch = (int)golden.Shape("in.input_ids")[0];
        Dictionary<string, List<float[]>> seen = new(StringComparer.Ordinal);
        using SpeechT5Generation generation = new(model, ids, golden.Integers("in.attention_mask"), golden.Floats("in.speaker_embeddings"), batch)
        {
            Observer = (name, value) =>
            {
                if (!seen.TryGetValue(name, out List<float[]>? values))
                    seen.Add(name, values = []);
                values.Add(value.Floats.ToArray());
            },
        };
        float[][] spectrograms = generation.Run(Options(golden), Gain(golden, model.Config), TestContext.Current.CancellationToken);

        foreach ((string name, List<float[]> values) in seen)
            golden.ShouldMatch(name, BatchFirst(values, batch), Tolerance);
        seen.Keys.ShouldBe(
            ["mid.encoder.prenet", "mid.encoder.last_hidden_state", "mid.decoder.prenet_last", "mid.decoder.last_hidden_state", "mid.feat_out", "mid.stop_prob"], ignoreOrder: true);
        spectrograms.Select(spectrogram => (long)spectrogram.Length / model.Config.NumMelBins).ShouldBe(golden.Integers("out.spectrogram_lengths"));
        golden.ShouldMatch("out.spectrogram", Padded(spectrograms), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_waveform_is_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using HifiGanVocoder vocoder = HifiGanVocoder.Open(Path.Combine(golden.Folder, "hifigan"));
        long[] shape = golden.Shape("out.spectrogram");
        float[] waveform = vocoder.Run(golden.Floats("out.spectrogram"), shape.Length == 3 ? (int)shape[0] : 1, TestContext.Current.CancellationToken);
        golden.ShouldMatch("out.waveform", waveform, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_seed_gives_the_same_spectrogram_again_and_another_seed_another(string file)
    {
        using var golden = GoldenCase.Open(file);
        using SpeechT5Model model = SpeechT5Model.Open(Path.Combine(golden.Folder, "tts"));
        int[] ids = SentencePieceTokenizer.FromFolder(Path.Combine(golden.Folder, "tts")).Encode("Hello there.");
        float[] speaker = golden.Floats("in.speaker_embeddings")[..model.Config.SpeakerEmbeddingDim];
        float[] first = Speak(1);
        Speak(1).ShouldBe(first);
        Speak(2).ShouldNotBe(first);

        float[] Speak(long seed) =>
            model.Generate(ids, speaker, new SpeechT5Options { Seed = seed, MinLengthRatio = 1, MaxLengthRatio = 1 }, TestContext.Current.CancellationToken);
    }

    private static SpeechT5Options Options(GoldenCase golden) => new()
    {
        Threshold = golden.Scalar("in.threshold"),
        MinLengthRatio = golden.Scalar("in.minlenratio"),
        MaxLengthRatio = golden.Scalar("in.maxlenratio"),
    };

    /// <summary>The recorded masks; without them the identity, or, in the case that says so, nothing passes (the reference's dropout of probability 0).</summary>
    private static PrenetGain Gain(GoldenCase golden, SpeechT5Config config)
    {
        if (!golden.Has("in.dropout_masks"))
        {
            float all = golden.File.Contains("_p0", StringComparison.Ordinal) ? 0 : 1;
            return (_, gain) => gain.Fill(all);
        }

        float[] masks = golden.Floats("in.dropout_masks");
        return (step, gain) =>
        {
            for (int i = 0; i < gain.Length; i++)
                gain[i] = masks[step * gain.Length + i] / (1 - config.SpeechDecoderPrenetDropout);
        };
    }

    /// <summary>Steps of [B, 1, width] to [B, steps, width].</summary>
    private static float[] BatchFirst(List<float[]> steps, int batch)
    {
        int width = steps[0].Length / batch;
        return [.. Enumerable.Range(0, batch).SelectMany(row => steps.SelectMany(step => step.Skip(row * width).Take(width)))];
    }

    private static float[] Padded(float[][] rows)
    {
        int length = rows.Max(row => row.Length);
        return [.. rows.SelectMany(row => row.Concat(new float[length - row.Length]))];
    }
}
