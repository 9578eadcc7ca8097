using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Clap;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.Clap;

[Trait("Area", "golden")]
public sealed class ClapGoldenTests
{
    private const float Tolerance = 1e-4f, LogitTolerance = 1e-3f, Decibel = 1e-3f;

    public static IEnumerable<TheoryDataRow<string>> Towers => GoldenCase.Of("clap").Where(row => row.Skip is not null || !IsFeatures(row.Data));

    public static IEnumerable<TheoryDataRow<string>> Features => GoldenCase.Of("clap", "case_features*.safetensors");

    [Theory]
    [MemberData(nameof(Towers))]
    public void The_audio_tower_s_intermediates_and_embeddings_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using TensorValue features = TensorValue.From(golden.Floats("mid.input_features"), golden.Shape("mid.input_features"));
        Compare(golden, (checkpoint, config) => ClapAudioTower.Build(checkpoint, config, WeightOptions.Default, taps: true), ("input_features", features), "audio_features");
    }

    [Theory]
    [MemberData(nameof(Towers))]
    public void The_text_tower_s_intermediates_and_embeddings_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        using TensorValue ids = TensorValue.From(golden.Integers("in.input_ids"), golden.Shape("in.input_ids"));
        Compare(golden, (checkpoint, config) => ClapTextTower.Build(checkpoint, config, WeightOptions.Default, taps: true), ("input_ids", ids), "text_features");
    }

    [Theory]
    [MemberData(nameof(Towers))]
    public void Sounds_give_the_reference_s_spectrograms_embeddings_and_logits(string file)
    {
        using var golden = GoldenCase.Open(file);
        using ClapModel model = ClapModel.Open(golden.Folder);
        var features = new ClapFeatures(FeatureConfig(golden));
        float[][] texts = [.. golden.Floats("out.text_embeds").Chunk(model.Config.ProjectionDim)];
        List<float> spectrograms = [], embeddings = [], audioLogits = [];
        for (int i = 0; golden.Has($"in.waveform.{i}"); i++)
        {
            float[] waveform = golden.Floats($"in.waveform.{i}");
            spectrograms.AddRange(features.Extract(waveform, 0).Data);
            float[] embedding = model.EmbedAudio(new AudioBuffer(waveform, model.SampleRate), cancellationToken: TestContext.Current.CancellationToken);
            embeddings.AddRange(embedding);
            audioLogits.AddRange(texts.Select(text => model.AudioLogitScale * (float)ClapModel.Similarity(embedding, text)));
        }

        ShouldMatchInDecibels(golden, "mid.input_features", [.. spectrograms]);
        golden.ShouldMatch("out.audio_embeds", [.. embeddings], Tolerance);
        golden.ShouldMatch("out.logits_per_audio", [.. audioLogits], LogitTolerance);
        golden.ShouldMatch("out.logits_per_text", [.. from text in texts from audio in embeddings.Chunk(text.Length) select model.TextLogitScale * (float)ClapModel.Similarity(audio, text)], LogitTolerance);
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void A_crop_and_both_fillings_of_a_window_are_the_reference_s(string file)
    {
        using var golden = GoldenCase.Open(file);
        ClapFeatureConfig config = FeatureConfig(golden) with { MaxLengthS = (int)golden.Integers("in.max_length_s")[0] };
        int offset = (int)golden.Integers("in.crop_offset")[0];
        float[] waveform = golden.Floats("in.waveform"), brief = golden.Floats("in.short_waveform");
        float[] cropped = new ClapFeatures(config).Extract(waveform, offset).Data.ToArray();
        ShouldMatchInDecibels(golden, "out.input_features", cropped);
        foreach (string padding in new[] { "pad", "repeatpad" })
            ShouldMatchInDecibels(golden, $"out.short_{padding}_features", new ClapFeatures(config with { Padding = padding }).Extract(brief, 0).Data);

        long[] shape = golden.Shape("out.input_features");
        using TensorValue features = TensorValue.From(cropped, shape);
        Compare(golden, (checkpoint, clap) => ClapAudioTower.Build(checkpoint, clap, WeightOptions.Default), ("input_features", features), "audio_features", intermediates: false);
    }

    /// <summary>Runs a tower and compares all that the case and the tower both have.</summary>
    private static void Compare(
        GoldenCase golden, Func<ICheckpoint, ClapConfig, ModelGraph> build, (string Name, TensorValue Value) input, string result, bool intermediates = true)
    {
        using Checkpoint checkpoint = Checkpoint.Open(golden.Folder);
        using ModelSession session = ModelSession.Create(build(checkpoint, ModelConfig.Read<ClapConfig>(golden.Folder)));
        using SessionOutputs outputs = session.Run([input], TestContext.Current.CancellationToken);
        if (intermediates)
            golden.ShouldMatch(outputs, Tolerance);
        string embeds = outputs.Names.Single(name => name.EndsWith("_embeds", StringComparison.Ordinal));
        golden.ShouldMatch($"out.{result}", outputs[embeds].Floats, Tolerance);
    }

    /// <summary>Near the floor of -100 dB single bits of the transform count, and ten times the tolerance holds.</summary>
    private static void ShouldMatchInDecibels(GoldenCase golden, string name, ReadOnlySpan<float> actual)
    {
        float[] expected = golden.Floats(name), clear = [.. actual];
        golden.ShouldMatch(name, actual, 10 * Decibel);
        for (int i = 0; i < clear.Length; i++)
            if (expected[i] < -90)
                clear[i] = expected[i];
        golden.ShouldMatch(name, clear, Decibel);
    }

    private static ClapFeatureConfig FeatureConfig(GoldenCase golden) => ModelConfig.Read<ClapFeatureConfig>(golden.Folder, "preprocessor_config.json");

    private static bool IsFeatures(string file) => Path.GetFileName(file).StartsWith("case_features", StringComparison.Ordinal);
}
