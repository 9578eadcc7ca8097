using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ElementwiseTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, Func<double, double> Expected)> Functions = new(StringComparer.Ordinal)
    {
        ["negate"] = (x => -x, x => -x),
        ["add"] = (x => x + 2.5, x => x + 2.5),
        ["add to scalar"] = (x => 2.5 + x, x => 2.5 + x),
        ["subtract"] = (x => x - 2.5, x => x - 2.5),
        ["subtract from scalar"] = (x => 2.5 - x, x => 2.5 - x),
        ["multiply"] = (x => x * -3, x => x * -3),
        ["divide"] = (x => x / 4, x => x / 4),
        ["divide scalar"] = (x => 4 / (x + 5), x => 4 / (x + 5)),
        ["exp"] = (x => x.Exp(), Math.Exp),
        ["log"] = (x => (x + 5).Log(), x => Math.Log(x + 5)),
        ["sqrt"] = (x => (x + 5).Sqrt(), x => Math.Sqrt(x + 5)),
        ["pow"] = (x => (x + 5).Pow(1.5), x => Math.Pow(x + 5, 1.5)),
        ["abs"] = (x => x.Abs(), Math.Abs),
        ["sign"] = (x => x.Sign(), x => Math.Sign(x)),
        ["reciprocal"] = (x => (x + 5).Reciprocal(), x => 1 / (x + 5)),
        ["ceiling"] = (x => x.Ceiling(), Math.Ceiling),
        ["floor"] = (x => x.Floor(), Math.Floor),
        ["round"] = (x => x.Round(), x => Math.Round(x)),
        ["sin"] = (x => x.Sin(), Math.Sin),
        ["cos"] = (x => x.Cos(), Math.Cos),
        ["maximum"] = (x => x.Maximum(0.5), x => Math.Max(x, 0.5)),
        ["minimum"] = (x => x.Minimum(0.5), x => Math.Min(x, 0.5)),
        ["clip"] = (x => x.Clip(-1, 1.5), x => Math.Clamp(x, -1, 1.5)),
        ["relu"] = (x => x.Relu(), x => Math.Max(x, 0)),
        ["leaky relu"] = (x => x.LeakyRelu(0.1f), x => x < 0 ? 0.1 * x : x),
        ["elu"] = (x => x.Elu(), x => x < 0 ? Math.Exp(x) - 1 : x),
        ["sigmoid"] = (x => x.Sigmoid(), Sigmoid),
        ["tanh"] = (x => x.Tanh(), Math.Tanh),
        ["softplus"] = (x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["silu"] = (x => x.Silu(), x => x * Sigmoid(x)),
        ["gelu"] = (x => x.Gelu(), x => x * Phi(x)),
        ["gelu tanh"] = (x => x.GeluTanh(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        ["where"] = (x => x.Less(0.5).Where(x * 2, -1), x => x < 0.5 ? x * 2 : -1),
        ["less or equal"] = (x => x.LessOrEqual(1).Cast(TensorType.Float32), x => x <= 1 ? 1 : 0),
        ["greater"] = (x => x.Greater(1).Cast(TensorType.Float32), x => x > 1 ? 1 : 0),
        ["greater or equal, and, not"] = (x => x.GreaterOrEqual(-1).And(x.Greater(1).Not()).Cast(TensorType.Float32), x => x is >= -1 and <= 1 ? 1 : 0),
        ["equal, or"] = (x => x.EqualTo(1).Or(x.EqualTo(-2)).Cast(TensorType.Float32), x => x is 1 or -2 ? 1 : 0),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Functions.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_acts_on_every_element(string name)
    {
        float[] x = [.. GraphRun.Values(37).Select(value => value * 4), 1, -2, 0];
        (Func<Tensor, Tensor> operation, Func<double, double> expected) = Functions[name];
        (float[] y, long[] shape) = GraphRun.Unary(x, [2, 20], operation);
        Assert.Equal([2, 20], shape);
        GraphRun.AreClose([.. x.Select(value => (float)expected(value))], y, 1e-5);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("gelu")]
    [InlineData("gelu_new")]
    [InlineData("silu")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("leaky_relu")]
    [InlineData("elu")]
    public void Activations_are_known_by_the_names_of_configurations(string name)
    {
        (float[] y, _) = GraphRun.Unary([-1, 2], [2], x => x.Activation(name));
        (float[] expected, _) = GraphRun.Unary([-1, 2], [2], x => name switch
        {
            "relu" => x.Relu(),
            "gelu" => x.Gelu(),
            "gelu_new" => x.GeluTanh(),
            "silu" => x.Silu(),
            "tanh" => x.Tanh(),
            "sigmoid" => x.Sigmoid(),
            "leaky_relu" => x.LeakyRelu(),
            _ => x.Elu(),
        });
        Assert.Equal(expected, y);
    }

    [Fact]
    public void An_unknown_activation_is_named()
    {
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => GraphRun.Unary([1], [1], x => x.Activation("mish")));
        Assert.Contains("'mish'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_broadcast()
    {
        float[] a = GraphRun.Values(6, 1), b = GraphRun.Values(4, 2);
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("a", TensorType.Float32, 2, 3, 1), y = graph.Input("b", TensorType.Float32, 4);
        graph.Output("y", (x - y) * (x + y) / (y + 3) + x.Maximum(y) - x.Minimum(y));
        (float[] result, long[] shape) = GraphRun.Run(graph, ("a", TensorValue.From(a, 2, 3, 1)), ("b", TensorValue.From(b)));
        Assert.Equal([2, 3, 4], shape);
        GraphRun.AreClose([.. Enumerable.Range(0, 24).Select(i =>
        {
            float p = a[i / 4], q = b[i % 4];
            return (p - q) * (p + q) / (q + 3) + Math.Max(p, q) - Math.Min(p, q);
        })], result);
    }

    [Fact]
    public void Scalars_take_the_type_of_the_tensor()
    {
        using GraphBuilder graph = new("test");
        Tensor ids = graph.Input("ids", TensorType.Int64, "n");
        graph.Output("z", (ids + 1) * 3 % 5 - 10 / (ids + 1));
        using ModelSession session = ModelSession.Create(graph.Build());
        using SessionOutputs outputs = session.Run([("ids", TensorValue.From([0L, 1, 2, 3, 4]))], TestContext.Current.CancellationToken);
        Assert.Equal([3L - 10, 1 - 5, 4 - 3, 2 - 2, 0 - 2], outputs["z"].Longs.ToArray());
    }

    [Fact]
    public void Tensors_of_different_graphs_do_not_mix()
    {
        using GraphBuilder one = new("one"), two = new("two");
        Tensor x = one.Input("x", TensorType.Float32, 1), y = two.Input("y", TensorType.Float32, 1);
        Assert.Contains("belongs to another graph", Assert.Throws<ArgumentException>(() => x + y).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => default(Tensor) + x);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The normal distribution function, by its series.</summary>
    private static double Phi(double x)
    {
        double sum = x, term = x;
        for (int n = 1; n < 200; n++)
            sum += term *= x * x / (2 * n + 1);
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
