using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class LayerTests
{
    [Theory]
    [InlineData(1, 2, 3, 4)]
    [InlineData(2, 2, 7, 8)]
    public void Matrices_are_multiplied(int batch, int rows, int width, int columns)
    {
        float[] a = GraphRun.Values(batch * rows * width, 1), b = GraphRun.Values(width * columns, 2);
        using GraphBuilder graph = new("test");
        graph.Output("y", graph.Input("a", TensorType.Float32, "n", rows, width).MatMul(graph.Input("b", TensorType.Float32, width, columns)));
        (float[] y, _) = GraphRun.Run(graph, ("a", TensorValue.From(a, batch, rows, width)), ("b", TensorValue.From(b, width, columns)));
        GraphRun.AreClose([.. Enumerable.Range(0, batch * rows * columns).Select(i =>
            (float)Enumerable.Range(0, width).Sum(k => (double)a[i / columns * width + k] * b[k * columns + i % columns]))], y);
    }

    [Theory]
    [InlineData(6, 1e-5f, true)]
    [InlineData(33, 1e-3f, true)]
    [InlineData(16, 1e-5f, false)]
    public void Layer_normalisation_is_over_the_last_axis(int width, float epsilon, bool bias)
    {
        float[] x = GraphRun.Values(4 * width, 1), w = GraphRun.Values(width, 2), b = bias ? GraphRun.Values(width, 3) : new float[width];
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("norm.weight", w, width);
        if (bias)
            checkpoint.Add("norm.bias", b, width);
        float[] y = Layer(checkpoint, x, [2, 2, width], (s, input) => s.LayerNorm("norm", input, epsilon));
        GraphRun.AreClose([.. x.Chunk(width).SelectMany(row =>
        {
            double mean = row.Average(), variance = row.Average(value => Math.Pow(value - mean, 2));
            return row.Select((value, i) => (float)((value - mean) / Math.Sqrt(variance + epsilon) * w[i] + b[i]));
        })], y);

        float[] rms = Layer(checkpoint, x, [2, 2, width], (s, input) => s.RmsNorm("norm", input, epsilon));
        GraphRun.AreClose([.. x.Chunk(width).SelectMany(row =>
            row.Select((value, i) => (float)(value / Math.Sqrt(row.Average(other => (double)other * other) + epsilon) * w[i])))], rms);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Group_normalisation_is_over_channels_of_a_group_and_time(int groups)
    {
        float[] x = GraphRun.Values(2 * 6 * 5, 1), w = GraphRun.Values(6, 2), b = GraphRun.Values(6, 3);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("norm.weight", w, 6).Add("norm.bias", b, 6);
        float[] y = Layer(checkpoint, x, [2, 6, 5], (s, input) => s.GroupNorm("norm", input, groups));
        int size = 30 / groups;
        GraphRun.AreClose([.. x.Select((value, i) =>
        {
            float[] group = x[(i / size * size)..(i / size * size + size)];
            double mean = group.Average(), variance = group.Average(other => Math.Pow(other - mean, 2));
            return (float)((value - mean) / Math.Sqrt(variance + 1e-5) * w[i / 5 % 6] + b[i / 5 % 6]);
        })], y);
    }

    [Fact]
    public void Batch_normalisation_uses_the_recorded_statistics()
    {
        float[] x = GraphRun.Values(2 * 3 * 4, 1), w = GraphRun.Values(3, 2), b = GraphRun.Values(3, 3), mean = GraphRun.Values(3, 4), variance = [0.5f, 1, 2];
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("norm.weight", w, 3).Add("norm.bias", b, 3).Add("norm.running_mean", mean, 3).Add("norm.running_var", variance, 3);
        float[] y = Layer(checkpoint, x, [2, 3, 4], (s, input) => s.BatchNorm("norm", input));
        GraphRun.AreClose([.. x.Select((value, i) => (float)((value - mean[i / 4 % 3]) / Math.Sqrt(variance[i / 4 % 3] + 1e-5) * w[i / 4 % 3] + b[i / 4 % 3]))], y);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void An_lstm_follows_its_equations_in_every_layer_and_direction(int layers, bool bidirectional)
    {
        const int Batch = 2, Time = 5, Width = 3, Hidden = 4;
        using MemoryCheckpoint checkpoint = new();
        Dictionary<string, float[]> parameters = [];
        int seed = 10;
        for (int layer = 0; layer < layers; layer++)
            foreach (string direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                int width = layer == 0 ? Width : bidirectional ? 2 * Hidden : Hidden;
                foreach ((string name, long[] shape) in new (string, long[])[]
                    { ("weight_ih", [4 * Hidden, width]), ("weight_hh", [4 * Hidden, Hidden]), ("bias_ih", [4 * Hidden]), ("bias_hh", [4 * Hidden]) })
                {
                    string full = $"{name}_l{layer}{direction}";
                    parameters[full] = GraphRun.Values((int)shape.Aggregate(1L, (a, b) => a * b), seed++);
                    checkpoint.Add("lstm." + full, parameters[full], shape);
                }
            }

        float[] x = GraphRun.Values(Batch * Time * Width, 1);
        float[] y = Layer(checkpoint, x, [Batch, Time, Width], (s, input) => s.Lstm("lstm", input));

        List<float> expected = [];
        for (int b = 0; b < Batch; b++)
        {
            double[][] sequence = [.. x.Skip(b * Time * Width).Take(Time * Width).Select(value => (double)value).Chunk(Width)];
            for (int layer = 0; layer < layers; layer++)
            {
                double[][] forward = Run(sequence, $"_l{layer}");
                double[][] backward = bidirectional ? [.. Run([.. sequence.Reverse()], $"_l{layer}_reverse").Reverse()] : [.. forward.Select(_ => Array.Empty<double>())];
                sequence = [.. forward.Zip(backward, (f, r) => f.Concat(r).ToArray())];
            }

            expected.AddRange(sequence.SelectMany(step => step).Select(value => (float)value));
        }

        GraphRun.AreClose(expected, y);

        double[][] Run(double[][] steps, string suffix)
        {
            double[] h = new double[Hidden], c = new double[Hidden];
            return [.. steps.Select(step =>
            {
                double[] gates = [.. Enumerable.Range(0, 4 * Hidden).Select(g =>
                    parameters["bias_ih" + suffix][g] + parameters["bias_hh" + suffix][g]
                    + step.Select((value, i) => value * parameters["weight_ih" + suffix][g * step.Length + i]).Sum()
                    + h.Select((value, i) => value * parameters["weight_hh" + suffix][g * Hidden + i]).Sum())];
                c = [.. c.Select((cell, i) => Sigmoid(gates[Hidden + i]) * cell + Sigmoid(gates[i]) * Math.Tanh(gates[2 * Hidden + i]))];
                h = [.. c.Select((cell, i) => Sigmoid(gates[3 * Hidden + i]) * Math.Tanh(cell))];
                return h;
            })];
        }
    }

    [Theory]
    [InlineData(1, 8, 5, 5, false, null)]
    [InlineData(2, 4, 3, 7, true, null)]
    [InlineData(3, 5, 4, 6, true, 1f)]
    public void Attention_weighs_values_by_scores(int heads, int size, int queries, int keys, bool masked, float? scale)
    {
        const int Batch = 2;
        int width = heads * size;
        float[] q = GraphRun.Values(Batch * queries * width, 1), k = GraphRun.Values(Batch * keys * width, 2), v = GraphRun.Values(Batch * keys * width, 3);
        long[] mask = [.. Enumerable.Range(0, Batch * keys).Select(i => masked && i % keys >= keys - 1 - i / keys ? 0L : 1)];
        foreach (bool cut in new[] { false, true })
        {
            using GraphBuilder graph = new("test");
            Tensor query = graph.Input("q", TensorType.Float32, "batch", "queries", width);
            Tensor key = graph.Input("k", TensorType.Float32, "batch", "keys", width), value = graph.Input("v", TensorType.Float32, "batch", "keys", width);
            Tensor bias = graph.Input("mask", TensorType.Int64, "batch", "keys").PaddingBias().ForQueries(query);
            graph.Output("y", cut ? query.Attention(key.SplitHeads(heads), value.SplitHeads(heads), heads, bias, scale) : query.Attention(key, value, heads, bias, scale));
            (float[] y, long[] shape) = GraphRun.Run(
                graph, ("q", TensorValue.From(q, Batch, queries, width)), ("k", TensorValue.From(k, Batch, keys, width)), ("v", TensorValue.From(v, Batch, keys, width)),
                ("mask", TensorValue.From(mask, Batch, keys)));
            Assert.Equal([Batch, queries, width], shape);
            for (int i = 0; i < y.Length; i++)
            {
                int b = i / width / queries, h = i % width / size;
                double[] scores = [.. Enumerable.Range(0, keys).Select(s => mask[b * keys + s] == 0 ? 0 : Math.Exp((scale ?? 1 / Math.Sqrt(size))
                    * Enumerable.Range(0, size).Sum(d => (double)q[i / width * width + h * size + d] * k[(b * keys + s) * width + h * size + d])))];
                double expected = scores.Select((score, s) => score * v[(b * keys + s) * width + i % width]).Sum() / scores.Sum();
                Assert.Equal(expected, y[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Embeddings_are_rows_of_their_table()
    {
        float[] table = GraphRun.Values(5 * 3);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("embed.weight", table, 5, 3);
        using GraphBuilder graph = new("test");
        graph.Output("y", graph.Scope(checkpoint).Embedding("embed", graph.Input("ids", TensorType.Int64, "batch", "tokens")));
        (float[] y, long[] shape) = GraphRun.Run(graph, ("ids", TensorValue.From([4L, 0, 4, 2], 2, 2)));
        Assert.Equal([2, 2, 3], shape);
        Assert.Equal([.. new[] { 4, 0, 4, 2 }.SelectMany(id => table[(id * 3)..(id * 3 + 3)])], y);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float[] Layer(MemoryCheckpoint checkpoint, float[] x, long[] shape, Func<Scope, Tensor, Tensor> layer)
    {
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, [.. shape.Select((_, axis) => (Dimension)$"d{axis}")]);
        graph.Output("y", layer(graph.Scope(checkpoint), input));
        return GraphRun.Run(graph, ("x", TensorValue.From(x, shape))).Values;
    }
}
