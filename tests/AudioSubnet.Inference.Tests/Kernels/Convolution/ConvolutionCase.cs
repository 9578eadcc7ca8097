using System.Runtime.InteropServices;
using AudioSubnet.Inference.Kernels.Convolution;

namespace AudioSubnet.Inference.Tests.Kernels.Convolution;

/// <summary>A convolution over random values: by the kernel, and as the definition has it, in float64.</summary>
internal sealed unsafe class ConvolutionCase
{
    private const float Untouched = 12345;
    private readonly ConvolutionShape _shape;
    private readonly int _batch, _time, _frames;
    private readonly float[] _x, _weights, _bias;
    private readonly float[]? _shortcut;

    public ConvolutionCase(ConvolutionShape shape, int batch, int time, bool shortcut, int seed, double size = 1)
    {
        Random random = new(seed);
        (_shape, _batch, _time, _frames) = (shape, batch, time, (int)shape.Frames(time));
        _x = Values(batch * shape.Inputs * time);
        _weights = Values(shape.Inputs * shape.GroupOutputs * shape.Taps);
        _bias = Values(shape.Outputs);
        _shortcut = shortcut ? Values(batch * shape.Outputs * _frames) : null;

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2 - 1) * size))];
    }

    public override string ToString() => $"{_shape}, batch {_batch}, time {_time}";

    /// <summary>The largest deviation of the kernel's result, as a part of what the absolute values of all summands add up to at most.</summary>
    public double Deviation(int threads)
    {
        float[] y = Run(threads);
        (double[] expected, double largest) = Expected();
        double deviation = 0;
        for (int i = 0; i < y.Length; i++)
        {
            Assert.True(float.IsFinite(y[i]), $"{this}: element {i} is {y[i]}");
            deviation = Math.Max(deviation, Math.Abs(y[i] - expected[i]));
        }

        return deviation / largest;
    }

    /// <summary>The kernel's result, its parts computed by several threads in a scrambled order.</summary>
    public float[] Run(int threads)
    {
        ConvolutionKernel kernel = new(_shape);
        float[] packed = new float[kernel.PackedCount], y = new float[_batch * _shape.Outputs * _frames + 16];
        y.AsSpan().Fill(Untouched);
        fixed (float* x = _x, weights = _weights, bias = _bias, shortcut = _shortcut, to = packed, output = y)
        {
            kernel.Pack(weights, to);
            ConvolutionCall call = new() { Input = x, Weights = to, Bias = bias, Residual = shortcut, Output = output, Batch = _batch, Time = _time };
            kernel.Plan(ref call, threads);
            int[] parts = [.. Enumerable.Range(0, call.Parts)];
            new Random(1).Shuffle(parts);
            ConvolutionCall planned = call;
            Parallel.ForEach(
                parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = TestContext.Current.CancellationToken }, part => kernel.Run(planned, part));
        }

        Assert.All(y[^16..], value => Assert.Equal(Untouched, value));
        return y[..^16];
    }

    private (double[] Values, double Largest) Expected()
    {
        double[] sums = new double[_batch * _shape.Outputs * _frames], sizes = new double[sums.Length];
        int inputs = _shape.GroupInputs, outputs = _shape.GroupOutputs;
        for (int n = 0; n < _batch; n++)
            for (int o = 0; o < _shape.Outputs; o++)
                for (int c = 0; c < inputs; c++)
                {
                    int channel = o / outputs * inputs + c, plane = (n * _shape.Outputs + o) * _frames;
                    ReadOnlySpan<float> x = _x.AsSpan((n * _shape.Inputs + channel) * _time, _time);
                    ReadOnlySpan<float> kernel = _shape.Transposed
                        ? _weights.AsSpan((channel * outputs + o % outputs) * _shape.Taps, _shape.Taps)
                        : _weights.AsSpan((o * inputs + c) * _shape.Taps, _shape.Taps);
                    for (int tap = 0; tap < kernel.Length; tap++)
                        for (int t = 0; t < (_shape.Transposed ? _time : _frames); t++)
                        {
                            int far = t * _shape.Stride - _shape.PadBefore + tap * _shape.Dilation;
                            (int from, int to) = _shape.Transposed ? (t, far) : (Inside(far), t);
                            if (from < 0 || from >= _time || to < 0 || to >= _frames)
                                continue;
                            double product = kernel[tap] * Activated(x[from]);
                            sums[plane + to] += product;
                            sizes[plane + to] += Math.Abs(product);
                        }
                }

        for (int i = 0; i < sums.Length; i++)
        {
            double rest = _bias[i / _frames % _shape.Outputs] + (double)(_shortcut?[i] ?? 0);
            sums[i] += rest;
            sizes[i] += Math.Abs(rest);
        }

        return (sums, sizes.Max());
    }

    private int Inside(int at)
    {
        if (!_shape.Mirrored)
            return at;
        int end = Math.Max(_time, Math.Max(_shape.PadBefore, (int)_shape.Behind(_time)) + 1);
        return at < 0 ? -at : at < end ? at : 2 * (end - 1) - at;
    }

    private double Activated(double x) => x >= 0 ? x : _shape.Elu ? Math.Exp(x) - 1 : _shape.Slope * x;
}
