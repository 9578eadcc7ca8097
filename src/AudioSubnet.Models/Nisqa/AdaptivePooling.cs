using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Nisqa;

/// <summary>Pooling over planes.</summary>
internal static class AdaptivePooling
{
    /// <summary>Largest element of each window of [batch, channels, height, width]; what is added at the sides never wins.</summary>
    public static Tensor MaxPool2d(this Tensor x, (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) padding = default) =>
        x.Apply("MaxPool", ("kernel_shape", new[] { kernel.Height, kernel.Width }), ("strides", new[] { stride.Height, stride.Width }),
            ("pads", new[] { padding.Height, padding.Width, padding.Height, padding.Width }));

    /// <summary>
    /// PyTorch's adaptive_max_pool2d: element i of n is the largest from floor(i · length / n) to before ceil((i + 1) · length / n). Such windows may overlap and differ in
    /// length, which ONNX's pooling cannot; where they do, their elements are laid side by side first, short windows filled up by repeating their last element.
    /// </summary>
    /// <param name="x">[batch, channels, height, width].</param>
    /// <param name="from">Its height and width.</param>
    /// <param name="to">Height and width of the result.</param>
    public static Tensor AdaptiveMaxPool(this Tensor x, (int Height, int Width) from, (int Height, int Width) to)
    {
        (x, int kernelHeight, int strideHeight) = Windows(x, 2, from.Height, to.Height);
        (x, int kernelWidth, int strideWidth) = Windows(x, 3, from.Width, to.Width);
        return x.MaxPool2d((kernelHeight, kernelWidth), (strideHeight, strideWidth));
    }

    /// <summary>The tensor, rearranged along an axis where need be, with the kernel and stride that give the adaptive windows.</summary>
    private static (Tensor X, int Kernel, int Stride) Windows(Tensor x, int axis, int from, int to)
    {
        int Start(int i) => i * from / to;
        int End(int i) => ((i + 1) * from + to - 1) / to;
        int kernel = Enumerable.Range(0, to).Max(i => End(i) - Start(i));
        int stride = to > 1 ? Start(1) : from;
        if (Enumerable.Range(0, to).All(i => Start(i) == i * stride && End(i) == i * stride + kernel))
            return (x, kernel, stride);
        long[] indices = [.. Enumerable.Range(0, to * kernel).Select(n => (long)Math.Min(Start(n / kernel) + n % kernel, End(n / kernel) - 1))];
        return (x.Gather(x.Builder.Constant(indices), axis), kernel, kernel);
    }
}
