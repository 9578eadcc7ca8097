using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ReductionTests
{
    private static readonly Dictionary<string, (Func<Tensor, int, bool, Tensor> Operation, Func<IEnumerable<float>, double> Expected)> Operations = new(StringComparer.Ordinal)
    {
        ["mean"] = ((x, axis, keep) => x.Mean(axis, keep), values => values.Average()),
        ["sum"] = ((x, axis, keep) => x.Sum(axis, keep), values => values.Sum()),
        ["max"] = ((x, axis, keep) => x.Max(axis, keep), values => values.Max()),
        ["min"] = ((x, axis, keep) => x.Min(axis, keep), values => values.Min()),
        ["sum of squares"] = ((x, axis, keep) => x.SumOfSquares(axis, keep), values => values.Sum(value => (double)value * value)),
        ["norm"] = ((x, axis, keep) => x.Norm(axis, keep), values => Math.Sqrt(values.Sum(value => (double)value * value))),
    };

    public static IEnumerable<TheoryDataRow<string, int, bool>> Cases =>
        from name in Operations.Keys from axis in new[] { 0, 1, -1 } from keep in new[] { false, true } select new TheoryDataRow<string, int, bool>(name, axis, keep);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_reduction_takes_all_elements_along_an_axis(string name, int axis, bool keep)
    {
        float[] x = GraphRun.Values(30);
        long[] lengths = [2, 3, 5];
        (float[] y, long[] shape) = GraphRun.Unary(x, lengths, input => Operations[name].Operation(input, axis, keep));
        int reduced = axis < 0 ? axis + 3 : axis;
        Assert.Equal([.. lengths.SelectMany((length, i) => i != reduced ? [length] : keep ? new long[] { 1 } : [])], shape);
        GraphRun.AreClose([.. Lines(x, lengths, reduced).Select(line => (float)Operations[name].Expected(line))], y);
    }

    [Fact]
    public void Several_axes_are_reduced_at_once()
    {
        float[] x = GraphRun.Values(30);
        GraphRun.AreClose([.. x.Chunk(15).Select(row => row.Average())], GraphRun.Unary(x, [2, 3, 5], input => input.Mean([1, 2])).Values);
        GraphRun.AreClose([.. x.Chunk(15).Select(row => row.Sum())], GraphRun.Unary(x, [2, 3, 5], input => input.Sum([-1, 1], keep: true)).Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Softmax_and_running_sums_go_along_an_axis(int axis)
    {
        float[] x = GraphRun.Values(30);
        long[] lengths = [2, 3, 5];
        Compare(input => input.Softmax(axis), line => [.. line.Select(value => (float)(Math.Exp(value) / line.Sum(other => Math.Exp(other))))]);
        Compare(input => input.LogSoftmax(axis), line => [.. line.Select(value => (float)(value - Math.Log(line.Sum(other => Math.Exp(other)))))]);
        Compare(input => input.CumSum(axis), line => [.. line.Select((_, i) => line.Take(i + 1).Sum())]);
        Compare(input => input.Normalize(axis), line => [.. line.Select(value => (float)(value / Math.Sqrt(line.Sum(other => (double)other * other))))]);

        void Compare(Func<Tensor, Tensor> operation, Func<float[], float[]> expected)
        {
            (float[] y, long[] shape) = GraphRun.Unary(x, lengths, operation);
            Assert.Equal(lengths, shape);
            foreach ((float[] line, float[] result) in Lines(x, lengths, axis).Zip(Lines(y, lengths, axis)))
                GraphRun.AreClose(expected(line), result);
        }
    }

    /// <summary>The elements along an axis, for each place of the others.</summary>
    private static IEnumerable<float[]> Lines(float[] x, long[] lengths, int axis)
    {
        int inner = (int)lengths[(axis + 1)..].Aggregate(1L, (a, b) => a * b), length = (int)lengths[axis];
        for (int outer = 0; outer < x.Length / inner / length; outer++)
            for (int i = 0; i < inner; i++)
                yield return [.. Enumerable.Range(0, length).Select(k => x[(outer * length + k) * inner + i])];
    }
}
