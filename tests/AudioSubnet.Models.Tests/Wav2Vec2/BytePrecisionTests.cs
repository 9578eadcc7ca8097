using System.Numerics.Tensors;
using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.Tests.Wav2Vec2;

/// <summary>What 8 bits lose, on a random model of middle size. (The golden models are too narrow for this: a norm over 16 random channels magnifies any rounding.)</summary>
[Trait("Area", "golden")]
public sealed class BytePrecisionTests : IDisposable
{
    private const int Channels = 128, Hidden = 256, Layers = 4, Inner = 512, Letters = 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;
    private readonly Random _random = new(11);
    private readonly SafetensorsWriter _writer = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("group", false)]
    [InlineData("layer", true)]
    public void Letters_in_8_bits_point_where_those_in_32_do(string norm, bool stable)
    {
        WriteModel(norm, stable);
        float[] samples = [.. Enumerable.Range(0, 16000 * 3).Select(i => (float)(Math.Sin(i * 0.05 * (1 + i / 4000 % 7)) * (i / 8000 % 2 == 0 ? 1 : 0.1) + _random.NextDouble() * 0.2))];
        Waveform.Normalize(samples);
        using var whole = Wav2Vec2Ctc.Open(_folder);
        using var bytes = Wav2Vec2Ctc.Open(_folder, Precision.Int8);
        float[] expected = whole.Score(samples, cancellationToken: TestContext.Current.CancellationToken).Values;
        float[] actual = bytes.Score(samples, cancellationToken: TestContext.Current.CancellationToken).Values;
        TensorPrimitives.CosineSimilarity<float>(expected, actual).ShouldBeGreaterThan(0.998f);
    }

    private void WriteModel(string norm, bool stable)
    {
        int[] kernels = [10, 3, 3, 3, 3, 2, 2];
        for (int i = 0; i < kernels.Length; i++)
        {
            int inputs = i == 0 ? 1 : Channels;
            Random($"wav2vec2.feature_extractor.conv_layers.{i}.conv.weight", Math.Sqrt(2.0 / (inputs * kernels[i])), Channels, inputs, kernels[i]);
            if (norm == "layer" || i == 0)
                Norm($"wav2vec2.feature_extractor.conv_layers.{i}.layer_norm", Channels);
            if (norm == "layer")
                Random($"wav2vec2.feature_extractor.conv_layers.{i}.conv.bias", 0.1, Channels);
        }
        Norm("wav2vec2.feature_projection.layer_norm", Channels);
        Linear("wav2vec2.feature_projection.projection", Channels, Hidden);
        Random("wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.original0", 1, 1, 1, 128);
        Random("wav2vec2.encoder.pos_conv_embed.conv.parametrizations.weight.original1", 1, Hidden, Hidden / 16, 128);
        Random("wav2vec2.encoder.pos_conv_embed.conv.bias", 0.1, Hidden);
        Norm("wav2vec2.encoder.layer_norm", Hidden);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"wav2vec2.encoder.layers.{i}";
            foreach (string part in new[] { "q_proj", "k_proj", "v_proj", "out_proj" })
                Linear($"{layer}.attention.{part}", Hidden, Hidden);
            Norm($"{layer}.layer_norm", Hidden);
            Linear($"{layer}.feed_forward.intermediate_dense", Hidden, Inner);
            Linear($"{layer}.feed_forward.output_dense", Inner, Hidden);
            Norm($"{layer}.final_layer_norm", Hidden);
        }
        Linear("lm_head", Hidden, Letters);
        _writer.Save(Path.Combine(_folder, "model.safetensors"));
        File.WriteAllText(Path.Combine(_folder, "vocab.json"), JsonSerializer.Serialize(Enumerable.Range(0, Letters).ToDictionary(i => i == 0 ? "<pad>" : ((char)('@' + i)).ToString())));
        File.WriteAllText(Path.Combine(_folder, "config.json"), JsonSerializer.Serialize(new
        {
            model_type = "wav2vec2",
            hidden_size = Hidden,
            num_hidden_layers = Layers,
            num_attention_heads = 4,
            intermediate_size = Inner,
            conv_dim = kernels.Select(_ => Channels),
            feat_extract_norm = norm,
            conv_bias = norm == "layer",
            do_stable_layer_norm = stable,
        }));
    }

    private void Linear(string name, int inputs, int outputs)
    {
        Random(name + ".weight", Math.Sqrt(1.0 / inputs), outputs, inputs);
        Random(name + ".bias", 0.02, outputs);
    }

    private void Norm(string name, int width)
    {
        _writer.Add(name + ".weight", [width], [.. Enumerable.Repeat(1f, width)]);
        Random(name + ".bias", 0.02, width);
    }

    private void Random(string name, double deviation, params long[] shape) =>
        _writer.Add(name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)((_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5) * 2 * deviation))]);
}
