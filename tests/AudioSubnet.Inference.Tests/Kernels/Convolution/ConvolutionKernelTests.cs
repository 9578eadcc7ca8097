using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Kernels.Convolution;

namespace AudioSubnet.Inference.Tests.Kernels.Convolution;

public sealed class ConvolutionKernelTests
{
    // Part of the sum of all summands' sizes: a few roundings of float32; more of them on the way through many points.
    private const double Tolerance = 1e-6, PointsTolerance = 5e-6;

    public ConvolutionKernelTests() => Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");

    [Theory]
    [InlineData(32, 32, 3, 1)]
    [InlineData(32, 40, 3, 3)]
    [InlineData(40, 32, 3, 5)]
    [InlineData(24, 32, 4, 2)]
    [InlineData(33, 31, 5, 1)]
    [InlineData(32, 32, 7, 1)]
    [InlineData(64, 64, 7, 1)]
    [InlineData(96, 64, 6, 4)]
    [InlineData(80, 64, 7, 3)]
    [InlineData(64, 65, 7, 5)]
    [InlineData(32, 32, 8, 4)]
    [InlineData(32, 32, 11, 1)]
    [InlineData(64, 64, 11, 3)]
    [InlineData(256, 32, 11, 5)]
    public void A_wide_convolution_needs_fewer_products_and_gives_the_same_sums(int inputs, int outputs, int taps, int dilation)
    {
        int padding = (taps - 1) * dilation / 2;
        ConvolutionShape shape = new(inputs, outputs, taps) { Dilation = dilation, PadBefore = padding, PadAfter = padding, Slope = 0.1f };
        Assert.NotNull(ShortFilterScheme.For(shape));
        foreach (int time in (int[])[1, 17, 1001])
        {
            ConvolutionCase work = new(shape, 1, time, shortcut: true, seed: time);
            Assert.True(work.Deviation(threads: 2) < PointsTolerance, $"{work}: {work.Deviation(2)}");
        }
    }

    [Theory]
    [InlineData(1, 3, 10, 5, 0)]
    [InlineData(16, 24, 3, 2, 0)]
    [InlineData(16, 16, 2, 2, 1)]
    [InlineData(8, 8, 16, 8, 4)]
    [InlineData(8, 17, 8, 4, 2)]
    [InlineData(9, 8, 7, 3, 1)]
    [InlineData(3, 5, 1, 1, 0)]
    [InlineData(5, 2, 3, 4, 0)]
    [InlineData(12, 12, 1, 7, 0)]
    public void A_stride_skips_frames(int inputs, int outputs, int taps, int stride, int padding)
    {
        foreach (int time in (int[])[Math.Max(taps, 20), 933])
        {
            ConvolutionCase work = new(new(inputs, outputs, taps) { Stride = stride, PadBefore = padding, PadAfter = padding }, 2, time, shortcut: false, seed: taps);
            Assert.True(work.Deviation(threads: 3) < Tolerance, $"{work}: {work.Deviation(3)}");
        }
    }

    [Theory]
    [InlineData(16, 8, 16, 8, 4)]
    [InlineData(8, 16, 4, 2, 1)]
    [InlineData(5, 3, 10, 5, 2)]
    [InlineData(8, 8, 11, 4, 0)]
    [InlineData(8, 8, 3, 1, 1)]
    [InlineData(7, 9, 6, 3, 2)]
    public void A_transposed_convolution_spreads_each_frame(int inputs, int outputs, int taps, int stride, int padding)
    {
        foreach (int time in (int[])[1, 5, 211])
        {
            ConvolutionShape shape = new(inputs, outputs, taps) { Stride = stride, PadBefore = padding, PadAfter = padding, Transposed = true, Slope = 0.2f };
            if (shape.Frames(time) <= 0)
                continue;
            ConvolutionCase work = new(shape, 2, time, shortcut: true, seed: taps);
            Assert.True(work.Deviation(threads: 2) < Tolerance, $"{work}: {work.Deviation(2)}");
        }
    }

    [Theory]
    [InlineData(7, 1, 6, 0)]
    [InlineData(7, 1, 3, 3)]
    [InlineData(16, 8, 4, 4)]
    [InlineData(10, 5, 5, 0)]
    [InlineData(4, 2, 1, 1)]
    public void Ends_are_mirrored_and_the_last_frame_is_whole_however_short_the_signal_is(int taps, int stride, int before, int after)
    {
        for (int time = 1; time < 40; time++)
        {
            ConvolutionShape shape = new(16, 24, taps) { Stride = stride, PadBefore = before, PadAfter = after, Mirrored = true, Elu = true };
            ConvolutionCase work = new(shape, 1, time, shortcut: true, seed: time);
            Assert.Equal((time + stride - 1) / stride, shape.Frames(time));
            Assert.True(work.Deviation(threads: 2) < Tolerance, $"{work}: {work.Deviation(2)}");
        }
    }

    [Fact]
    public void Random_shapes_give_the_sums_of_the_definition()
    {
        Random random = new(7);
        for (int i = 0; i < 150; i++)
        {
            int groups = random.Next(4) == 0 ? random.Next(2, 4) : 1, taps = random.Next(1, 14), stride = random.Next(3) == 0 ? random.Next(1, 7) : 1;
            bool transposed = random.Next(4) == 0, elu = random.Next(4) == 0;
            ConvolutionShape shape = new(groups * random.Next(groups == 1 ? 1 : 8, 41), groups * random.Next(groups == 1 ? 1 : 8, 41), taps)
            {
                Groups = groups,
                Stride = stride,
                Dilation = stride == 1 && !transposed ? random.Next(1, 20) : 1,
                PadBefore = random.Next(taps),
                PadAfter = random.Next(taps),
                Transposed = transposed,
                Mirrored = !transposed && random.Next(3) == 0,
                Slope = elu || random.Next(2) == 0 ? 1 : (float)random.NextDouble(),
                Elu = elu,
            };
            int time = random.Next(1, 500);
            if (shape.Frames(time) <= 0 || !ConvolutionKernel.Supports(shape))
                continue;
            ConvolutionCase work = new(shape, random.Next(1, 3), time, random.Next(2) == 0, seed: i);
            Assert.True(work.Deviation(random.Next(1, 5)) < PointsTolerance, $"{work}: {work.Deviation(1)}");
        }
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e15)]
    public void Tiny_and_huge_values_keep_their_relative_error(double size)
    {
        ConvolutionCase work = new(new(64, 64, 7) { PadBefore = 3, PadAfter = 3, Slope = 0.1f }, 1, 500, shortcut: true, seed: 3, size);
        Assert.True(work.Deviation(threads: 2) < PointsTolerance, $"{work.Deviation(2)}");
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        ConvolutionCase work = new(new(48, 48, 11) { Dilation = 5, PadBefore = 25, PadAfter = 25, Slope = 0.1f }, 1, 2500, shortcut: true, seed: 5);
        Assert.Equal(work.Run(threads: 1), work.Run(threads: 7));
    }

    [Fact]
    public void Convolutions_that_others_do_better_are_not_taken()
    {
        Assert.False(ConvolutionKernel.Supports(new(64, 64, 3) { Groups = 64 }));
        Assert.False(ConvolutionKernel.Supports(new(64, 64, 3) { Stride = 2, Dilation = 2 }));
        Assert.False(ConvolutionKernel.Supports(new(64, 64, 3) { Stride = 4, Transposed = true }));
        Assert.False(ConvolutionKernel.Supports(new(100_000_000, 1, 1)));
        Assert.False(ConvolutionKernel.Supports(new(1, 1, 1_000_000) { Dilation = 1_000_000 }));
    }
}
