using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ShapeTests
{
    private static readonly float[] Input = GraphRun.Values(24);

    // Each gives the result's shape and, for each place in it, the place in the input [2, 3, 4], or -1 for zero.
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, long[] Shape, Func<long[], int> Source)> Operations = new(StringComparer.Ordinal)
    {
        ["transpose"] = (x => x.Transpose(0, -1), [4, 3, 2], i => At(i[2], i[1], i[0])),
        ["permute"] = (x => x.Permute(1, 2, 0), [3, 4, 2], i => At(i[2], i[0], i[1])),
        ["reshape"] = (x => x.Reshape(0, -1), [2, 12], i => (int)(i[0] * 12 + i[1])),
        ["flatten"] = (x => x.Flatten(1), [2, 12], i => (int)(i[0] * 12 + i[1])),
        ["reshape to computed"] = (x => x.Reshape(Tensor.Concat(0, x.Lengths(2), x.Builder.Constant([-1L])), 2), [4, 6], i => (int)(i[0] * 6 + i[1])),
        ["unsqueeze, squeeze"] = (x => x.Unsqueeze(1).Unsqueeze(4).Squeeze(1), [2, 3, 4, 1], i => At(i[0], i[1], i[2])),
        ["concat"] = (x => Tensor.Concat(1, x, x.Slice(1, 0, 1)), [2, 4, 4], i => At(i[0], i[1] % 3, i[2])),
        ["stack"] = (x => Tensor.Stack(1, x, x), [2, 2, 3, 4], i => At(i[0], i[2], i[3])),
        ["split"] = (x => x.Split(2, 2)[1], [2, 3, 2], i => At(i[0], i[1], i[2] + 2)),
        ["split by lengths"] = (x => x.Split([1, 3], -1)[1], [2, 3, 3], i => At(i[0], i[1], i[2] + 1)),
        ["split in two"] = (x => x.SplitInTwo(0).Second, [1, 3, 4], i => At(1, i[1], i[2])),
        ["slice"] = (x => x.Slice(2, 1, -1), [2, 3, 2], i => At(i[0], i[1], i[2] + 1)),
        ["slice with step"] = (x => x.Slice(2, 0, step: 2), [2, 3, 2], i => At(i[0], i[1], 2 * i[2])),
        ["slice to computed"] = (x => x.Slice(1, x.Length(0) - 1, x.Lengths(1)), [2, 2, 4], i => At(i[0], i[1] + 1, i[2])),
        ["select"] = (x => x.Select(1, -1), [2, 4], i => At(i[0], 2, i[1])),
        ["flip"] = (x => x.Flip(1), [2, 3, 4], i => At(i[0], 2 - i[1], i[2])),
        ["gather"] = (x => x.Gather(x.Builder.Constant([2L, 0, 2, 1], 2, 2), 1), [2, 2, 2, 4], i => At(i[0], new[] { 2, 0, 2, 1 }[i[1] * 2 + i[2]], i[3])),
        ["gather elements"] = (x => x.GatherElements(x.Builder.Constant([3L, 1], 1, 1, 2).Expand(2, 3, 1), 2), [2, 3, 2], i => At(i[0], i[1], i[2] == 0 ? 3 : 1)),
        ["expand"] = (x => x.Slice(1, 0, 1).Expand(1, 5, 1), [2, 5, 4], i => At(i[0], 0, i[2])),
        ["tile"] = (x => x.Tile(1, 2, 1), [2, 6, 4], i => At(i[0], i[1] % 3, i[2])),
        ["pad"] = (x => x.Pad(2, new Padding(1, 2)), [2, 3, 7], i => i[2] is 0 or > 4 ? -1 : At(i[0], i[1], i[2] - 1)),
        ["pad by reflection"] = (x => x.Pad(2, new Padding(3, 2), PadMode.Reflect), [2, 3, 9], i => At(i[0], i[1], new[] { 3, 2, 1, 0, 1, 2, 3, 2, 1 }[i[2]])),
        ["pad by the edge"] = (x => x.Pad(1, 2, PadMode.Edge), [2, 7, 4], i => At(i[0], Math.Clamp(i[1] - 2, 0, 2), i[2])),
        ["heads"] = (x => x.SplitHeads(2), [2, 2, 3, 2], i => At(i[0], i[2], i[1] * 2 + i[3])),
        ["heads and back"] = (x => x.SplitHeads(2).JoinHeads(), [2, 3, 4], i => At(i[0], i[1], i[2])),
        ["repeat interleave"] = (x => x.RepeatInterleave(3), [2, 3, 12], i => At(i[0], i[1], i[2] / 3)),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Operations.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Elements_go_to_their_places(string name)
    {
        (Func<Tensor, Tensor> operation, long[] expectedShape, Func<long[], int> source) = Operations[name];
        int rank = -1;
        (float[] y, long[] shape) = GraphRun.Unary(Input, [2, 3, 4], x =>
        {
            Tensor result = operation(x);
            rank = result.Rank;
            return result;
        });
        Assert.Equal(expectedShape, shape);
        Assert.Equal(expectedShape.Length, rank);
        for (int i = 0; i < y.Length; i++)
        {
            long[] place = new long[shape.Length];
            long rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            int from = source(place);
            Assert.Equal(from < 0 ? 0 : Input[from], y[i]);
        }
    }

    [Fact]
    public void Ranges_and_lengths_are_integers()
    {
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, "a", "b");
        graph.Output("shape", x.Shape());
        graph.Output("range", x.Length(1).Range());
        graph.Output("between", Tensor.Range(x.Length(0), x.Length(1) + 2));
        graph.Output("largest", x.ArgMax(1));
        using ModelSession session = ModelSession.Create(graph.Build());
        using SessionOutputs outputs = session.Run([("x", TensorValue.From([1, 5, 2, 7, 0, 7f], 2, 3))], TestContext.Current.CancellationToken);
        Assert.Equal([2L, 3], outputs["shape"].Longs.ToArray());
        Assert.Equal([0L, 1, 2], outputs["range"].Longs.ToArray());
        Assert.Equal([2L, 3, 4], outputs["between"].Longs.ToArray());
        Assert.Equal([1L, 0], outputs["largest"].Longs.ToArray());
    }

    [Fact]
    public void An_axis_that_is_not_there_is_an_error_where_it_is_asked_for()
    {
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, 2, 3);
        Assert.Contains("rank 2", Assert.Throws<ArgumentOutOfRangeException>(() => x.Transpose(1, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.Permute(0));
        Assert.Throws<ArgumentException>(() => graph.Constant([1f, 2], 3));
    }

    private static int At(long a, long b, long c) => (int)((a * 3 + b) * 4 + c);
}
